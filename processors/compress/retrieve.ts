import type { Passage, PendingTurn } from '../../schemas/types.ts'
import { bytesToVector } from '../enrich/vector.ts'
import { type DomainEvent, idOf } from '../event.ts'
import type { Documents, FoundPassage } from '../ports/documents.ts'
import type { FoundArticle, HelpCentre, HelpQuery } from '../ports/help-centre.ts'
import type { Facts } from '../processor.ts'
import type { Views } from '../views.ts'
import { countTokens } from './tokens.ts'

/** What a prompt may rest on beside the conversation. */
export type Grounds = Pick<PendingTurn, 'passages' | 'grounding'>

export interface RetrievePorts {
  readonly helpCentre: HelpCentre
  readonly documents: Documents
}

/** Passages may take up to this share of the token budget. */
const passageShare = 1 / 3

/** The best passages, as many as fit into their share of the budget. */
const withinShare = (passages: readonly Passage[], tokens: number): readonly Passage[] => {
  let left = tokens
  return passages.filter(passage => {
    left -= countTokens(passage.text)
    return left >= 0
  })
}

/**
 * What a passage is ahead of an article as similar: an article is compared by the questions it answers, which are like other questions, a
 * passage by what it says. Of 180 paraphrases whose articles are documents by half, 0.1 finds 153 documents among three and 175 articles, 0 finds
 * 146 and 175, 0.2 finds 155 and 167.
 */
const passageAhead = 0.1

const passageOf = ({ documentId, number, revision, scene, worth, heading, text }: FoundPassage): Passage => ({
  id: `${documentId}#${number}`,
  scene,
  version: String(revision),
  score: worth,
  text: `${heading}\n${text}`,
})

/** The best of both, best first; articles alone as the help centre ranks them. */
const merged = (articles: readonly FoundArticle[], passages: readonly Passage[], limit: number): readonly Passage[] => {
  if (passages.length === 0) return articles.map(({ passage }) => passage)
  return [
    ...articles.map(({ passage, similarity }) => ({ passage, worth: similarity })),
    ...passages.map(passage => ({ passage, worth: passage.score + passageAhead })),
  ]
    .sort((a, b) => b.worth - a.worth)
    .slice(0, limit)
    .map(({ passage }) => passage)
}

/** Of documents; a store in trouble finds nothing, and says so. Rejects only where `signal` aborts. */
const fromDocuments = async (
  documents: Documents,
  query: HelpQuery,
  limit: number,
  revisions: Views['documents'],
  signal: AbortSignal,
): Promise<Grounds> => {
  const late = AbortSignal.timeout(documents.timeoutMs)
  try {
    const found = await documents.search(query, limit, revisions, AbortSignal.any([signal, late]))
    return { passages: found.map(passageOf), grounding: 'complete' }
  } catch (error) {
    if (signal.aborted) throw error
    return { passages: [], grounding: late.aborted ? 'late' : 'failed' }
  }
}

/**
 * Retrieves the passages that ground a turn, of the help centre and of documents, best first; none for a caller with a system prompt of its
 * own, which knows what its answers rest on.
 */
export const retrieve = async (
  { helpCentre, documents }: RetrievePorts,
  { data: { turnId } }: DomainEvent<'TurnResolved'>,
  facts: Facts,
  { configuration: { compress }, documents: revisions }: Views,
  signal: AbortSignal,
): Promise<Grounds> => {
  const { systemPrompt, message: text, tenant } = facts.event('TurnReceived', turnId).data
  if (systemPrompt || compress.passages === 0) return { passages: [], grounding: 'complete' }
  const { scene, vector } = facts.event('TurnEnriched', idOf.enriched(turnId)).data.enrichment
  const query: HelpQuery = { text, vector: vector && bytesToVector(vector), tenant, scene }
  const articles = helpCentre.passages(query, compress.passages)
  const { passages, grounding } = await fromDocuments(documents, query, compress.passages, revisions, signal)
  const best = merged(articles, passages, compress.passages)
  return { passages: withinShare(best, compress.tokenBudget * passageShare), grounding }
}
