import type { Client } from '@elastic/elasticsearch'
import { expect, it } from 'vitest'
import { createBulk, type Write } from './bulk.ts'
import { IndexMissing } from './failures.ts'

const write = (id: string, bytes = 10): Write => ({ id, bytes, lines: [{ index: { _id: id } }, {}] })
const answer = (status: number, type?: string) => ({
  index: { status, ...(type ? { error: { type, reason: 'because' } } : {}) },
})

/** A server that answers each request with the next of these, by id of the write; 200 where nothing is said. */
const scene = (...answers: readonly Readonly<Record<string, ReturnType<typeof answer>>>[]) => {
  const sent: string[][] = []
  const refused: string[] = []
  const client = {
    bulk: async ({ operations }: { operations: readonly { index?: { _id: string } }[] }) => {
      const ids = operations.flatMap(({ index }) => (index ? [index._id] : []))
      sent.push(ids)
      const answered = answers[sent.length - 1] ?? {}
      return { items: ids.map(id => answered[id] ?? answer(200)) }
    },
  } as unknown as Client
  const onRefused = (error: Error): void => void refused.push(error.message)
  const bulk = createBulk({ client, index: 'i', flushBytes: 25, flushEntries: 3, onRefused })
  return { bulk, sent, refused }
}
const signal = new AbortController().signal

it('sends no more in one request than it may, in bytes and in number', async () => {
  const { bulk, sent } = scene()
  await bulk.send([write('a'), write('b'), write('c'), write('big', 100), write('d', 1), write('e', 1)], signal)
  await bulk.send(
    ['1', '2', '3', '4'].map(id => write(id, 1)),
    signal,
  )
  expect(sent).toEqual([['a', 'b'], ['c'], ['big'], ['d', 'e'], ['1', '2', '3'], ['4']])
})

it('sends again what the server had no room for, and nothing else', async () => {
  const { bulk, sent } = scene(
    { a: answer(429, 'es_rejected_execution_exception') },
    { a: answer(429, 'es_rejected_execution_exception') },
  )
  const sending = bulk.send([write('a'), write('b')], signal)
  await new Promise(resolve => setTimeout(resolve, 10))
  expect(bulk.trouble()).toContain('es_rejected_execution_exception')
  await sending
  expect(sent).toEqual([['a', 'b'], ['a'], ['a']])
  expect(bulk.trouble()).toBeNull()
})

it('leaves what somebody has written newer, and what is never taken, which it tells', async () => {
  const { bulk, sent, refused } = scene({
    a: answer(409, 'version_conflict_engine_exception'),
    b: answer(400, 'document_parsing_exception'),
  })
  await bulk.send([write('a'), write('b')], signal)
  expect([sent.length, refused]).toEqual([1, [expect.stringContaining('does not take b')]])
})

it('rejects where the index is gone, instead of making another', async () => {
  const { bulk } = scene({ a: answer(404, 'index_not_found_exception') })
  await expect(bulk.send([write('a')], signal)).rejects.toThrow(IndexMissing)
})

it('stops trying when it is told to', async () => {
  const stop = new AbortController()
  const { bulk } = scene(...Array.from({ length: 50 }, () => ({ a: answer(503, 'unavailable_shards_exception') })))
  const sending = bulk.send([write('a')], stop.signal)
  stop.abort(new Error('enough'))
  await expect(sending).rejects.toThrow()
})
