import { createHash } from 'node:crypto'
import type { DocumentPassage, DocumentSubmitted } from '../../schemas/types.ts'
import { vectorToBytes } from '../enrich/vector.ts'
import { isTurnstreamError } from '../errors.ts'
import { type DomainEvent, isType } from '../event.ts'
import type { EmbeddingModel } from '../ports/embedding.ts'
import { decider } from '../processor.ts'
import { cut } from './cut.ts'
import { documentKeyOf } from './key.ts'

export const documentIds = {
  submitted: (taskId: string, number: number): string => `${taskId}.${number}`,
  changed: (submittedId: string): string => `${submittedId}.policy`,
  done: (submittedId: string): string => `${submittedId}.done`,
} as const

/** What a TaskChanged of an ingestion tells of the document that is done: the event of the policy change that it made. */
export interface IngestionDetail {
  readonly change: string
}

/** What has become of a document. */
interface Kept {
  readonly revision: number
  /** Null where it is not there. */
  readonly contentHash: string | null
}

interface Embedded {
  readonly embeddingModel: string
  readonly passages: readonly DocumentPassage[]
}

/** Hex SHA-256 of what answers may rest on. */
const contentHashOf = ({ title, scene, text }: DocumentSubmitted): string =>
  createHash('sha256')
    .update(JSON.stringify([title, scene, text]))
    .digest('hex')

const embedPassages = async (
  { title, text }: DocumentSubmitted,
  embedding: EmbeddingModel,
  signal: AbortSignal,
): Promise<Embedded> => {
  const cuts = cut(title, text ?? '')
  const passages = cuts.map(part => ({ ...part, vector: null }))
  try {
    const embedded = await embedding.embed(
      cuts.map(part => `${part.heading}\n${part.text}`),
      signal,
    )
    const vectorAt = (at: number): Buffer | null => {
      const { vector } = embedded[at]!
      return vector.some(value => value !== 0) ? vectorToBytes(vector) : null
    }
    return {
      embeddingModel: embedding.name,
      passages: passages.map((passage, at) => ({ ...passage, vector: vectorAt(at) })),
    }
  } catch (error) {
    if (signal.aborted || !isTurnstreamError(error, 'EMBEDDING_FAILED')) throw error
    // Found by its words, as a turn without a vector is.
    return { embeddingModel: embedding.name, passages }
  }
}

/**
 * Cuts documents into passages. What is cut anew, or taken out, is a policy change for the answers that rest on it: they may not be served
 * any more, and no prompt rests on what was cut before. The same document again changes nothing.
 */
export const createIngest = ({ embedding }: { embedding: EmbeddingModel }) =>
  decider<Kept, Embedded>({
    name: 'ingest',
    inputs: ['documents'],
    reactsTo: ['DocumentSubmitted'],
    outputs: ['passages', 'policy.changes', 'tasks'],
    journal: ['PassagesWritten', 'PassagesRemoved'],
    patient: () => true,
    initialState: () => ({ revision: 0, contentHash: null }),
    evolve: (state, event) => {
      if (!isType(event, 'PassagesWritten', 'PassagesRemoved')) return state
      const contentHash = isType(event, 'PassagesWritten') ? event.data.contentHash : null
      return { revision: event.data.revision, contentHash }
    },
    gather: (input, _facts, _views, signal) =>
      embedPassages((input as DomainEvent<'DocumentSubmitted'>).data, embedding, signal),
    recall: outputs => {
      const written = outputs.find(event => isType(event, 'PassagesWritten'))
      return { embeddingModel: written?.data.embeddingModel ?? '', passages: written?.data.passages ?? [] }
    },
    decide: (before, input, { embeddingModel, passages }) => {
      const { data } = input as DomainEvent<'DocumentSubmitted'>
      const { taskId, tenant, number, of, documentId, title, scene } = data
      const from = { timeMs: input.timeMs, source: 'ingest', subject: input.subject, cause: input.id }
      const doneWith = (change: string | null): DomainEvent<'TaskChanged'> => ({
        ...from,
        id: documentIds.done(input.id),
        type: 'TaskChanged',
        key: taskId,
        data: {
          ...{ taskId, tenant, kind: 'ingestion', state: number === of ? 'completed' : 'running' },
          ...{ done: number, total: of, detail: change && JSON.stringify({ change } satisfies IngestionDetail) },
        },
      })
      const contentHash = data.text === null ? null : contentHashOf(data)
      if (contentHash === before.contentHash) return [doneWith(null)]
      const revision = before.revision + 1
      const key = documentKeyOf(data)
      const next: DomainEvent<'PassagesWritten' | 'PassagesRemoved'> =
        contentHash === null
          ? {
              ...{ ...from, key, id: `${input.id}.removed`, type: 'PassagesRemoved' },
              data: { documentId, tenant, revision },
            }
          : {
              ...{ ...from, key, id: `${input.id}.written`, type: 'PassagesWritten' },
              data: { documentId, tenant, revision, contentHash, title, scene, embeddingModel, passages },
            }
      if (before.contentHash === null) return [next, doneWith(null)]
      const changed: DomainEvent<'PolicyChanged'> = {
        ...from,
        id: documentIds.changed(input.id),
        type: 'PolicyChanged',
        key: 'all',
        data: {
          ...{ version: `document:${documentId}@${revision}`, tenant, scene: null, sources: [documentId], revision },
          ...{ keywords: [], products: [], entries: [], beforeVersion: null, sharePerDay: null, prewarm: 0 },
          reason:
            contentHash === null
              ? `the document ${documentId} was taken out`
              : `the document ${documentId} has changed`,
          ...{ by: data.by, announced: null },
        },
      }
      return [next, changed, doneWith(changed.id)]
    },
  })
