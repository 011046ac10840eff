import type { SlotKind } from './kind.ts'
import { phraseMatcher } from './phrases.ts'

/** Products, the longest name first; the value is the name in lower case. */
export const product = (names: readonly string[]): SlotKind => {
  const named = phraseMatcher(
    names.flatMap(name => [[name, name.toLowerCase()] as const, [`${name}s`, name.toLowerCase()] as const]),
  )
  return { kind: 'product', begins: named.begins, match: named }
}
