import type { SlotKind } from './kind.ts'
import { wordings } from './phrases.ts'
import { beginsQuantity, quantityAt } from './quantity.ts'

const ordinal = new Map(
  wordings([
    [1, 'first|erste|ersten|premier|première|primero|primera'],
    [2, 'second|zweite|zweiten|deuxième|segundo|segunda'],
    [3, 'third|dritte|dritten|troisième|tercero|tercera'],
    [4, 'fourth|vierte|quatrième|cuarto'],
    [5, 'fifth|fünfte|cinquième|quinto'],
    [6, 'sixth'],
    [7, 'seventh'],
    [8, 'eighth'],
    [9, 'ninth'],
    [10, 'tenth'],
  ]),
)
const ordinalSuffix = /^(?:st|nd|rd|th|e|er|ère|ème|º|ª)$/
const afterIdiom = /^(?:name|names|of all|off|class|hand|time|thing)$/

// "the blue one", "one of my orders": a pronoun. "one item": a number.
const ofPronoun =
  /^(?:of|is|was|that|who|i|you|for|with|in|on|to|from|and|or|at|has|can|do|does|did|will|would|should|please)$/
const beforePronoun =
  /^(?:the|this|that|which|another|any|each|every|no|new|old|different|wrong|other|right|same|better|black|white|red|blue|green|small|large)$/

/** Counts and ordinals. `2`, `two`; `#2` for the second. What is no single number keeps its digits: `1.2.3`. */
export const number: SlotKind = {
  kind: 'number',
  begins: token => ordinal.has(token.text) || beginsQuantity(token),
  match: (tokens, at) => {
    const token = tokens[at]!
    const next = tokens[at + 1]
    if (token.kind === 'number') {
      if (next?.glued && ordinalSuffix.test(next.text)) return { value: `#${Number(token.text)}`, length: 2 }
      const quantity = quantityAt(tokens, at)
      return quantity ? { value: String(quantity.value), length: quantity.length } : { value: token.text, length: 1 }
    }
    if (token.kind !== 'word') return null
    const place = ordinal.get(token.text)
    if (place)
      return afterIdiom.test(next?.text === 'of' ? `of ${tokens[at + 2]?.text}` : (next?.text ?? '')) ||
        tokens[at - 1]?.text === 'at'
        ? null
        : { value: `#${place}`, length: 1 }
    const quantity = quantityAt(tokens, at)
    if (!quantity) return null
    if (token.text === 'one' && quantity.length === 1) {
      if (next?.kind !== 'word' || ofPronoun.test(next.text) || beforePronoun.test(tokens[at - 1]?.text ?? ''))
        return null
    }
    return { value: String(quantity.value), length: quantity.length }
  },
}
