import type { InferenceRequested, PromptBuilt } from '../../schemas/types.ts'
import { isOfDocument } from '../compress/retrieve.ts'
import { bytesToVector } from '../enrich/vector.ts'
import { idOf } from '../event.ts'
import { labelOf } from '../offer/label.ts'
import { offersOf } from '../offer/reading.ts'
import type { HelpCentre, HelpQuery } from '../ports/help-centre.ts'
import { foundRecords } from '../prefetch/look-up.ts'
import { recordsTold } from '../prefetch/tell.ts'
import type { EffectContext } from '../processor.ts'
import { noUsage } from './flight.ts'
import { apology, faqModel, noModel } from './library.ts'
import type { Written } from './outcome.ts'

/** What the help centre or a document says to a question, whichever is nearer; null where neither is near enough. */
const nearest = (
  helpCentre: HelpCentre,
  query: HelpQuery,
  { passages }: PromptBuilt['pending'],
  least: number,
): { readonly id: string; readonly text: string } | null => {
  const article = helpCentre.faq(query)
  const passage = passages.find(isOfDocument)
  const worth = article?.similarity ?? 0
  if (passage && passage.score >= least && passage.score > worth) return passage
  return article && worth >= least ? { id: article.id, text: article.answer } : null
}

/**
 * The answer of the FAQ library: the records that were looked up for the customer, and the article nearest to the message, preferably of its
 * scene, or the passage of a document that is nearer; the apology where there are no records and nothing is as similar as `infer.faqSimilarity`.
 * It chooses an offered answer that is what it would say.
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
  const query = { text: pending.message, vector: vector && bytesToVector(vector), tenant, scene }
  const found = nearest(helpCentre, query, pending, views.configuration.infer.faqSimilarity)
  const records = recordsTold(pending.lookups)
  const said = [records, found?.text ?? ''].filter(text => text !== '').join('\n\n')
  const same = offersOf(prompt, request).findIndex(({ text }) => text === said)
  return {
    model: said === '' ? noModel : faqModel,
    text: said === '' ? apology : same < 0 ? said : labelOf(same + 1),
    finishReason: 'stop',
    toolCalls: null,
    reasoning: null,
    sources: [...(records === '' ? [] : foundRecords(pending.lookups)), ...(found ? [found.id] : [])],
    usage: noUsage,
    joined: null,
  }
}

/** A text in pieces such as a model would have sent; together they are the text. */
export const piecesOf = (text: string): readonly string[] => text.match(/\s*\S+(\s+$)?/g) ?? []
