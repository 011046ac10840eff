import { afterEach, expect, test } from 'vitest'
import { type EmbeddingWorkers, startWorkers } from './workers.ts'

const file = new URL('./workers.fixture.worker.ts', import.meta.url)
let workers: EmbeddingWorkers

const start = async (count: number) => {
  workers = await startWorkers(file, count, { modelDir: 'fixture' })
  return workers
}
afterEach(() => workers.close())

const failed = { code: 'EMBEDDING_FAILED', retriable: true }

test('a worker that dies fails what it had, and its successor takes the next text', async () => {
  const { embed } = await start(1)
  expect((await embed('a')).vector).toEqual(Float32Array.of(1))
  const lost = [embed('wait'), embed('die'), embed('b')]
  for (const result of await Promise.allSettled(lost))
    expect(result).toMatchObject({ status: 'rejected', reason: failed })
  expect((await embed('c')).vector).toEqual(Float32Array.of(1))
})

test('the other workers go on when one dies', async () => {
  const { embed } = await start(2)
  const lost = embed('die')
  const kept = embed('a')
  await expect(lost).rejects.toMatchObject(failed)
  expect((await kept).tokens).toBe(1)
})

test('a text that fails fails alone', async () => {
  const { embed } = await start(1)
  const [fine, bad] = await Promise.allSettled([embed('a'), embed('fail')])
  expect(fine.status).toBe('fulfilled')
  expect(bad).toMatchObject({ status: 'rejected', reason: failed })
})

test('a text goes to the worker with the fewest before it', async () => {
  const { embed } = await start(2)
  embed('wait').catch(() => undefined)
  // The first worker has one that it never answers, so both of these reach the second.
  expect((await embed('a')).vector).toEqual(Float32Array.of(1))
  expect((await embed('b')).vector).toEqual(Float32Array.of(2))
})

test('workers that die before they are ready are an error', async () => {
  await start(1)
  await expect(startWorkers(file, 2, { modelDir: 'stillborn' })).rejects.toMatchObject(failed)
})

test('closing fails what waits', async () => {
  const { embed, close } = await start(1)
  const waiting = expect(embed('wait')).rejects.toMatchObject(failed)
  await close()
  await waiting
  await expect(embed('a')).rejects.toMatchObject(failed)
})
