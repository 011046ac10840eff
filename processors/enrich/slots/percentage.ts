import type { SlotKind } from './kind.ts'
import { phraseMatcher, wordings } from './phrases.ts'
import { beginsQuantity, hanQuantityAt, quantityAt } from './quantity.ts'

const sign = phraseMatcher(wordings([[true, '%|percent|per cent|prozent|pour cent|por ciento|per cento|procent']]))
const inFront = phraseMatcher(wordings([[true, '百分之']]))

/** Shares: `50%`. */
export const percentage: SlotKind = {
  kind: 'percentage',
  begins: token => inFront.begins(token) || beginsQuantity(token),
  match: (tokens, at) => {
    const front = inFront(tokens, at)
    if (front) {
      const share = quantityAt(tokens, at + front.length) ?? hanQuantityAt(tokens, at + front.length)
      return share && { value: `${share.value}%`, length: front.length + share.length }
    }
    const quantity = quantityAt(tokens, at)
    if (!quantity) return null
    const back = sign(tokens, at + quantity.length)
    return back && { value: `${quantity.value}%`, length: quantity.length + back.length }
  },
}
