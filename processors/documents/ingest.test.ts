import { expect, it } from 'vitest'
import type { DocumentSubmitted } from '../../schemas/types.ts'
import { turnstreamError } from '../errors.ts'
import type { DomainEvent } from '../event.ts'
import { eventOf, viewsOf } from '../fixtures.ts'
import type { EmbeddingModel } from '../ports/embedding.ts'
import type { Facts } from '../processor.ts'
import { createIngest } from './ingest.ts'

const embedding: EmbeddingModel = {
  name: 'test:1',
  dimensions: 2,
  embed: async texts => texts.map(text => ({ vector: new Float32Array([text.length, 1]), tokens: 1 })),
  close: async () => {},
}
const ingest = createIngest({ embedding })
const submitted = (id: string, more: Partial<DocumentSubmitted> = {}) =>
  eventOf(
    'DocumentSubmitted',
    {
      ...{ taskId: 'task', tenant: 'default', number: 1, of: 1, documentId: 'returns', by: 'api' },
      ...{ title: 'Returns', scene: 'returns', text: '# Window\nThirty days.' },
      ...more,
    },
    { id, key: 'default/returns' },
  )
/** What is decided of each in turn. */
const decided = async (...inputs: readonly DomainEvent<'DocumentSubmitted'>[]): Promise<readonly DomainEvent[][]> => {
  let state = ingest.initialState()
  const all: DomainEvent[][] = []
  for (const input of inputs) {
    const gathered = await ingest.gather(input, {} as Facts, viewsOf(), new AbortController().signal)
    const events = ingest.decide(state, input, gathered, viewsOf())
    expect(ingest.decide(state, input, ingest.recall(events, input, {} as Facts, viewsOf()), viewsOf())).toEqual(events)
    for (const event of events) state = ingest.evolve(state, event)
    all.push([...events])
  }
  return all
}
const types = (events: readonly DomainEvent[]): string[] => events.map(({ type }) => type)

it('a new document is cut and embedded, and changes no policy', async () => {
  const [first] = await decided(submitted('a'))
  expect(types(first!)).toEqual(['PassagesWritten', 'TaskChanged'])
  expect(first![0]).toMatchObject({
    key: 'default/returns',
    data: { revision: 1, embeddingModel: 'test:1', passages: [{ heading: 'Returns > Window', text: 'Thirty days.' }] },
  })
  expect(first![1]!.data).toMatchObject({ kind: 'ingestion', state: 'completed', done: 1, total: 1 })
})

it('the same again changes nothing; what differs, or is taken out, is a policy change for the answers that rest on it', async () => {
  const [, again, changed, scene, removed, removedAgain, back] = await decided(
    submitted('a'),
    submitted('b'),
    submitted('c', { text: 'Sixty days.' }),
    submitted('d', { text: 'Sixty days.', scene: 'orders' }),
    submitted('e', { text: null }),
    submitted('f', { text: null }),
    submitted('g'),
  )
  expect(types(again!)).toEqual(['TaskChanged'])
  expect(types(changed!)).toEqual(['PassagesWritten', 'PolicyChanged', 'TaskChanged'])
  expect(changed![1]).toMatchObject({
    id: 'c.policy',
    data: { tenant: 'default', sources: ['returns'], revision: 2, version: 'document:returns@2', sharePerDay: null },
  })
  expect(types(scene!)).toEqual(['PassagesWritten', 'PolicyChanged', 'TaskChanged'])
  expect(types(removed!)).toEqual(['PassagesRemoved', 'PolicyChanged', 'TaskChanged'])
  expect(removed![1]!.data).toMatchObject({ revision: 4, reason: 'the document returns was taken out' })
  expect(types(removedAgain!)).toEqual(['TaskChanged'])
  expect(types(back!)).toEqual(['PassagesWritten', 'TaskChanged'])
  expect(back![0]!.data).toMatchObject({ revision: 5 })
})

it('what cannot be embedded is kept for its words, and the task goes on', async () => {
  const failing: EmbeddingModel = {
    ...embedding,
    embed: () => Promise.reject(turnstreamError('EMBEDDING_FAILED', 'no model')),
  }
  const input = submitted('a')
  const decider = createIngest({ embedding: failing })
  const gathered = await decider.gather(input, {} as Facts, viewsOf(), new AbortController().signal)
  const events = decider.decide(decider.initialState(), input, gathered, viewsOf())
  expect(types(events)).toEqual(['PassagesWritten', 'TaskChanged'])
  expect(events[0]).toMatchObject({ data: { passages: [{ text: 'Thirty days.', vector: null }] } })
})

it('a task is completed with its last document', async () => {
  const [first, last] = await decided(
    submitted('a', { number: 1, of: 2, documentId: 'x' }),
    submitted('b', { number: 2, of: 2, documentId: 'y' }),
  )
  expect([first!.at(-1)!.data, last!.at(-1)!.data]).toMatchObject([
    { state: 'running', done: 1 },
    { state: 'completed', done: 2 },
  ])
})
