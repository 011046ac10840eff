import type { InferenceCompleted, InferenceRequested, Offer, PromptBuilt } from '../../schemas/types.ts'
import { shownOf } from './hold-back.ts'
import { labelAt } from './label.ts'

/** What a reply says. */
export type Reading =
  /** It is an answer. */
  | { readonly kind: 'written'; readonly text: string }
  /** It chooses this one. */
  | { readonly kind: 'chosen'; readonly offer: Offer }
  /** It consists of labels, and chooses nothing that was offered. */
  | { readonly kind: 'unusable' }

/** The offers that went with a call. */
export const offersOf = (
  { offers }: Pick<PromptBuilt, 'offers'>,
  request: Pick<InferenceRequested, 'offers'>,
): readonly Offer[] => (request.offers ? offers : [])

/**
 * Reads a reply. Only one that consists of the label of an offered answer, and ended by itself, chooses it: wherever else a label stands, it
 * is left out, and the rest is the answer. Where nothing was offered every reply is the answer as it is.
 */
export const readReply = (
  { text, finishReason }: Pick<InferenceCompleted, 'text' | 'finishReason'>,
  offers: readonly Offer[],
): Reading => {
  if (offers.length === 0) return { kind: 'written', text }
  const reply = text.trim()
  const label = labelAt(reply)
  if (label?.length === reply.length) {
    const offer = finishReason === 'stop' ? offers[label.number - 1] : undefined
    return offer ? { kind: 'chosen', offer } : { kind: 'unusable' }
  }
  const shown = shownOf(text)
  return shown.trim() === '' && reply !== '' ? { kind: 'unusable' } : { kind: 'written', text: shown }
}
