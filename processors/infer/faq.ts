import type { InferenceRequested, PromptBuilt } from '../../schemas/types.ts'
import { bytesToVector } from '../enrich/vector.ts'
import { idOf } from '../event.ts'
import { labelOf } from '../offer/label.ts'
import { offersOf } from '../offer/reading.ts'
import type { HelpCentre } from '../ports/help-centre.ts'
import type { EffectContext } from '../processor.ts'
import { noUsage } from './flight.ts'
import { apology, faqModel, noModel } from './library.ts'
import type { Written } from './outcome.ts'

/**
 * The answer of the FAQ library: the article nearest to the message, preferably of its scene, or the apology where even
 * that one is less similar than `infer.faqSimilarity`. It chooses an offered answer that is what it would say.
 */
export const askLibrary = (
  helpCentre: HelpCentre,
  request: InferenceRequested,
  prompt: PromptBuilt,
  { facts, views }: Pick<EffectContext, 'facts' | 'views'>,
): Pick<Written, 'model' | 'text' | 'finishReason' | 'toolCalls' | 'reasoning' | 'sources' | 'usage' | 'joined'> => {
  const { turnId, tenant, scene } = request
  const { pending } = prompt
  const vector = facts.find('TurnEnriched', idOf.enriched(turnId))?.data.enrichment.vector ?? null
  const best = helpCentre.faq({ text: pending.message, vector: vector && bytesToVector(vector), tenant, scene })
  const found = best && best.similarity >= views.configuration.infer.faqSimilarity ? best : null
  const same = offersOf(prompt, request).findIndex(({ text }) => text === found?.answer)
  return {
    model: found ? faqModel : noModel,
    text: same < 0 ? (found?.answer ?? apology) : labelOf(same + 1),
    finishReason: 'stop',
    toolCalls: null,
    reasoning: null,
    sources: found ? [found.id] : [],
    usage: noUsage,
    joined: null,
  }
}

/** A text in pieces such as a model would have sent; together they are the text. */
export const piecesOf = (text: string): readonly string[] => text.match(/\s*\S+(\s+$)?/g) ?? []
