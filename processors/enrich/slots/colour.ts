import type { SlotKind } from './kind.ts'
import { phraseMatcher, wordings } from './phrases.ts'

const named = phraseMatcher(
  wordings([
    ['black', 'black|schwarz|schwarze|noir|noire|negro|negra|黑色'],
    ['white', 'white|in weiß|weiße|weißer|weißes|weißen|blanc|blanche|blanco|blanca|白色'],
    ['red', 'red|rot|rote|rouge|rojo|roja|红色'],
    ['blue', 'blue|blau|blaue|bleu|bleue|azul|蓝色'],
    ['green', 'green|grün|grüne|vert|verte|verde|绿色'],
    ['yellow', 'yellow|gelb|gelbe|jaune|amarillo|amarilla|黄色'],
    ['grey', 'grey|gray|grau|graue|gris|灰色'],
    ['brown', 'brown|braun|braune|marron|marrón|棕色'],
    ['pink', 'pink|rosa|粉色'],
    ['purple', 'purple|violet|lila|violett|morado|紫色'],
    ['navy', 'navy'],
  ]),
)

/** Colours. */
export const colour: SlotKind = { kind: 'colour', begins: named.begins, match: named }
