import type { SlotMatch } from './kind.ts'
import { type PhraseMatch, phraseMatcher, wordings } from './phrases.ts'
import type { Token } from './tokens.ts'

/** The month, 1 to 12, named at a token. */
export const monthAt: (tokens: readonly Token[], at: number) => PhraseMatch<number> | null = phraseMatcher(
  wordings([
    [1, 'january|jan|januar|jänner|janvier|enero'],
    [2, 'february|feb|februar|février|febrero'],
    [3, 'march|mar|märz|mars|marzo'],
    [4, 'april|apr|avril|abril'],
    [5, 'may|mai|mayo'],
    [6, 'june|jun|juni|juin|junio'],
    [7, 'july|jul|juli|juillet|julio'],
    [8, 'august|aug|août|agosto'],
    [9, 'september|sep|sept|septembre|septiembre'],
    [10, 'october|oct|oktober|okt|octobre|octubre'],
    [11, 'november|nov|novembre|noviembre'],
    [12, 'december|dec|dezember|dez|décembre|diciembre'],
  ]),
)

const beforeMonth = /^(?:in|since|until|till|by|last|next|during|im|seit|bis|en|depuis|desde)$/

/** A month without a day. Alone, "may", "march", "mars" and the short forms are other words more often. */
export const monthAloneAt = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const month = monthAt(tokens, at)
  if (!month || !beforeMonth.test(tokens[at - 1]?.text ?? '')) return null
  return { value: `--${String(month.value).padStart(2, '0')}`, length: month.length }
}

const weekday = phraseMatcher(
  wordings([
    ['monday', 'monday|mondays|montag|montags|lundi|lunes|周一|星期一'],
    ['tuesday', 'tuesday|tuesdays|dienstag|dienstags|mardi|martes|周二|星期二'],
    ['wednesday', 'wednesday|wednesdays|mittwoch|mittwochs|mercredi|miércoles|周三|星期三'],
    ['thursday', 'thursday|thursdays|donnerstag|donnerstags|jeudi|jueves|周四|星期四'],
    ['friday', 'friday|fridays|freitag|freitags|vendredi|viernes|周五|星期五'],
    ['saturday', 'saturday|saturdays|samstag|samstags|samedi|sábado|周六|星期六'],
    ['sunday', 'sunday|sundays|sonntag|sonntags|dimanche|domingo|周日|星期日|星期天'],
    ['weekend', 'weekend|weekends|wochenende|week-end|fin de semana|周末'],
  ]),
)
const span = phraseMatcher(
  wordings([
    ['week', 'week|woche|semaine|semana'],
    ['month', 'month|monat|mois|mes'],
    ['year', 'year|jahr|année|año'],
  ]),
)
const relation = phraseMatcher(
  wordings([
    ['next', 'next|coming|nächste|nächsten|nächster|kommende|prochain|prochaine|próximo|próxima'],
    ['last', 'last|past|previous|letzte|letzten|letzter|dernier|dernière|pasado|pasada'],
    ['this', 'this|diese|diesen|dieser|ce|cette|este|esta'],
  ]),
)
const symbol = phraseMatcher(
  wordings([
    ['today', "today|tonight|heute|aujourd'hui|hoy|今天"],
    ['tomorrow', 'tomorrow|demain|明天'],
    ['yesterday', 'yesterday|gestern|hier|ayer|昨天'],
    ['day after tomorrow', 'day after tomorrow|übermorgen|après-demain|pasado mañana|后天'],
    ['day before yesterday', 'day before yesterday|vorgestern|avant-hier|anteayer|前天'],
    ['christmas', 'christmas|xmas|weihnachten|noël|navidad|圣诞节'],
    ['easter', 'easter|ostern|pâques'],
    ['new year', "new year|new year's|silvester|neujahr"],
    ['black friday', 'black friday'],
    ['last week', '上周'],
    ['next week', '下周'],
    ['last month', '上个月'],
    ['next month', '下个月'],
  ]),
)

/** A day told by today or by its name: `tomorrow`, `next monday`, `last month`, `christmas`. */
export const relativeDayAt = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const alone = symbol(tokens, at) ?? weekday(tokens, at)
  if (alone) return alone
  const related = relation(tokens, at)
  if (!related) return null
  const what = weekday(tokens, at + related.length) ?? span(tokens, at + related.length)
  return what && { value: `${related.value} ${what.value}`, length: related.length + what.length }
}
