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

const passageOf = ({ documentId, number, revision, scene, worth, heading, text }: FoundPassage): Passage => ({
  id: `${documentId}#${number}`,
  scene,
  version: String(revision),
  score: worth,
  text: `${heading}\n${text}`,
})

/** Whether a passage is of a document, not of the help centre. */
export const isOfDocument = ({ id }: Pick<Passage, 'id'>): boolean => id.includes('#')

/** The best of both by similarity, best first; articles alone as the help centre ranks them. */
const merged = (articles: readonly FoundArticle[], passages: readonly Passage[], limit: number): readonly Passage[] => {
  if (passages.length === 0) return articles.map(({ passage }) => passage)
  return [
    ...articles.map(({ passage, similarity }) => ({ passage, worth: similarity })),
    ...passages.map(passage => ({ passage, worth: passage.score })),
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

/** The passages that fit a question best, of the help centre and of documents, best first. Rejects only where `signal` aborts. */
export const passagesFor = async (
  { helpCentre, documents }: RetrievePorts,
  query: HelpQuery,
  limit: number,
  revisions: Views['documents'],
  signal: AbortSignal,
): Promise<Grounds> => {
  const articles = helpCentre.passages(query, limit)
  const { passages, grounding } = await fromDocuments(documents, query, limit, revisions, signal)
  return { passages: merged(articles, passages, limit), grounding }
}

/** Retrieves the passages that ground a turn; none for a caller with a system prompt of its own, which knows what its answers rest on. */
export const retrieve = async (
  ports: RetrievePorts,
  { data: { turnId } }: DomainEvent<'TurnResolved'>,
  facts: Facts,
  { configuration: { compress }, documents: revisions }: Views,
  signal: AbortSignal,
): Promise<Grounds> => {
  const { systemPrompt, message: text, tenant } = facts.event('TurnReceived', turnId).data
  if (systemPrompt || compress.passages === 0) return { passages: [], grounding: 'complete' }
  const { scene, vector } = facts.event('TurnEnriched', idOf.enriched(turnId)).data.enrichment
  const query: HelpQuery = { text, vector: vector && bytesToVector(vector), tenant, scene }
  const { passages, grounding } = await passagesFor(ports, query, compress.passages, revisions, signal)
  return { passages: withinShare(passages, compress.tokenBudget * passageShare), grounding }
}
