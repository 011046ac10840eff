import { type Embedded, embedMessage, withEmbedding } from '../enrich/enrich.ts'
import type { DomainEvent } from '../event.ts'
import type { EmbeddingModel } from '../ports/embedding.ts'
import { decider } from '../processor.ts'
import { enrichmentOfRow, entriesOfRow } from './entries.ts'

/** Rows between two reports of progress. */
const reportEvery = 100

/** Proposes what somebody has written to the caches, and says how far a warming has come. */
export const createCurate = ({ embedding }: { embedding: EmbeddingModel }) =>
  decider<null, Embedded>({
    name: 'curate',
    inputs: ['tasks'],
    reactsTo: ['AnswerCurated'],
    outputs: ['cache.entries', 'tasks'],
    journal: [],
    patient: () => true,
    initialState: () => null,
    evolve: state => state,
    gather: (input, _facts, _views, signal) =>
      embedMessage((input as DomainEvent<'AnswerCurated'>).data.question, embedding, signal),
    recall: outputs => {
      const proposed = outputs.find(event => event.type === 'EntryProposed')
      return { vector: proposed?.data.vector ?? null, embeddingModel: proposed?.data.embeddingModel ?? '', tokens: 0 }
    },
    decide: (_state, input, embedded, views) => {
      const { data } = input as DomainEvent<'AnswerCurated'>
      const { taskId, tenant, number, of } = data
      const plain = enrichmentOfRow(data, views.configuration, embedded.embeddingModel)
      const enrichment = withEmbedding(plain, embedded, views.configuration)
      const from = { timeMs: input.timeMs, source: 'curate', subject: input.subject, cause: input.id }
      const proposed = entriesOfRow(data, enrichment, views).map(
        (entry, n): DomainEvent<'EntryProposed'> => ({
          ...from,
          id: `${input.id}.${n}.proposed`,
          type: 'EntryProposed',
          key: entry.entryId,
          data: entry,
        }),
      )
      if (number % reportEvery !== 0 && number !== of) return proposed
      const changed: DomainEvent<'TaskChanged'> = {
        ...from,
        id: `${input.id}.changed`,
        type: 'TaskChanged',
        key: taskId,
        data: {
          taskId,
          tenant,
          kind: 'warming',
          state: number === of ? 'completed' : 'running',
          done: number,
          total: of,
          detail: null,
        },
      }
      return [...proposed, changed]
    },
  })
