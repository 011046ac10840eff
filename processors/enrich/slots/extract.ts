import type { Slot } from '../../../schemas/types.ts'
import { detached } from '../detached.ts'
import { foldText } from '../normalise.ts'
import { amount } from './amount.ts'
import { colour } from './colour.ts'
import { date } from './date.ts'
import { direction } from './direction.ts'
import { duration } from './duration.ts'
import { identifier } from './identifier.ts'
import type { SlotKind } from './kind.ts'
import { negation } from './negation.ts'
import { number } from './number.ts'
import { percentage } from './percentage.ts'
import { place } from './place.ts'
import { polarity } from './polarity.ts'
import { product } from './product.ts'
import { size } from './size.ts'
import { time } from './time.ts'
import { type Token, tokensOf } from './tokens.ts'

/** In order of precedence: where two could begin at one token the first is taken, so what is most specific comes first. */
export const slotKinds = (products: readonly string[]): readonly SlotKind[] => [
  product(products),
  date,
  time,
  amount,
  percentage,
  duration,
  size,
  identifier,
  direction,
  negation,
  polarity,
  place,
  colour,
  number,
]

/** The kinds of slots of which one may begin at a token. */
type Candidates = (token: Token) => readonly SlotKind[]

/** Longer words come but once. */
const longestKnown = 20
const mostKnown = 10_000

/** Remembers what words begin: asking all kinds for each word would take most of the time. */
const candidatesOf = (all: readonly SlotKind[]): Candidates => {
  const known = new Map<string, readonly SlotKind[]>()
  const beginning = (token: Token): readonly SlotKind[] => all.filter(kind => kind.begins(token))
  return token => {
    if (token.text.length > longestKnown) return beginning(token)
    const before = known.get(token.text)
    if (before !== undefined) return before
    const found = beginning(token)
    // Forgets all at once: a memory that knows what was used last takes longer than it saves.
    if (known.size >= mostKnown) known.clear()
    known.set(detached(token.text), found)
    return found
  }
}

const withProducts = new WeakMap<readonly string[], Candidates>()

const candidatesFor = (products: readonly string[]): Candidates => {
  const known = withProducts.get(products) ?? candidatesOf(slotKinds(products))
  withProducts.set(products, known)
  return known
}

/** A slot and the tokens that say it. */
export interface PlacedSlot extends Slot {
  readonly at: number
  readonly length: number
}

/**
 * The details of a text that an answer may depend on, in order of appearance; none overlaps another. `text` of a slot is
 * as written up to Unicode form. Takes time linear in the text, whatever the text. Pass one and the same list of products
 * for as long as it does not change: it is prepared once.
 */
export const extractSlots = (text: string, products: readonly string[]): readonly Slot[] =>
  placeSlots(text, products).slots.map(({ kind, value, text }) => ({ kind, value, text }))

/** The slots of a text as `extractSlots` finds them, with all the tokens of the text. */
export const placeSlots = (
  text: string,
  products: readonly string[],
): { readonly tokens: readonly Token[]; readonly slots: readonly PlacedSlot[] } => {
  const written = foldText(foldText(text).normalize('NFKC'))
  const tokens = tokensOf(written)
  const candidates = candidatesFor(products)
  const slots: PlacedSlot[] = []
  for (let at = 0; at < tokens.length; ) {
    let length = 1
    for (const { kind, match } of candidates(tokens[at]!)) {
      const found = match(tokens, at)
      if (!found) continue
      length = found.length
      if (found.value !== null) {
        const last = tokens[at + length - 1]!
        slots.push({ kind, value: found.value, text: written.slice(tokens[at]!.start, last.end), at, length })
      }
      break
    }
    at += length
  }
  return { tokens, slots }
}
