import { afterEach, expect, test } from 'vitest'
import { type EmbeddingWorkers, startWorkers } from './workers.ts'

const file = new URL('./workers.fixture.worker.ts', import.meta.url)
const model = { modelDir: 'fixture', window: 512, dimensions: 2 }
let workers: EmbeddingWorkers

const start = async (most: number) => {
  workers = await startWorkers(file, most, model)
  return { ...workers, embed: (text: string) => workers.ask(text).embedding }
}
afterEach(() => workers.close())

const failed = { code: 'EMBEDDING_FAILED', retriable: true }
const ageOf = ({ vector }: { vector: Float32Array }) => vector[1]
const threadOf = ({ vector }: { vector: Float32Array }) => vector[0]
const times = (count: number, text: string) => Array.from({ length: count }, () => text)

test('a worker that dies fails what it held, and its successor takes the next text', async () => {
  const { embed } = await start(1)
  expect(ageOf(await embed('a'))).toBe(1)
  const lost = [embed('wait'), embed('die'), embed('b')]
  for (const result of await Promise.allSettled(lost))
    expect(result).toMatchObject({ status: 'rejected', reason: failed })
  expect(ageOf(await embed('c'))).toBe(1)
})

test('a text that fails fails alone', async () => {
  const { embed } = await start(1)
  const [fine, bad] = await Promise.allSettled([embed('a'), embed('fail')])
  expect(fine.status).toBe('fulfilled')
  expect(bad).toMatchObject({ status: 'rejected', reason: failed })
})

test('one thread runs until texts have to queue; further ones take what queues, and never more than allowed', async () => {
  const { embed, threads } = await start(2)
  const [a, b] = await Promise.all([embed('a'), embed('b')])
  expect(threadOf(a)).toBe(threadOf(b))
  expect(threads()).toBe(1)

  // The first never answers these, so whoever comes after them is answered by another.
  const held = times(4, 'wait').map(embed)
  expect(threads()).toBe(1)
  const c = await embed('c')
  expect(threadOf(c)).not.toBe(threadOf(a))
  expect(threadOf(await embed('d'))).toBe(threadOf(c))

  held.push(...times(5, 'wait').map(embed))
  expect(threads()).toBe(2)
  const lost = Promise.allSettled(held)
  await workers.close()
  await lost
})

test('the other thread goes on when one dies, and what queues is not lost', async () => {
  const { embed } = await start(2)
  const held = times(4, 'wait').map(embed)
  const settled = Promise.allSettled(held)
  await embed('the second thread is up')
  const lost = embed('die')
  const kept = times(8, 'a').map(embed)
  await expect(lost).rejects.toMatchObject(failed)
  const fates = await Promise.allSettled(kept)
  // Those sent behind it are lost with it; those in the queue reach its successor.
  expect(fates.map(({ status }) => status)).toEqual([...times(3, 'rejected'), ...times(5, 'fulfilled')])
  await workers.close()
  await settled
})

test('a text given up while it queues reaches no thread', async () => {
  const { embed, ask } = await start(1)
  const held = times(3, 'wait').map(embed)
  const go = embed('go')
  const queued = [ask('a'), ask('b'), ask('c')] as const
  queued[1].leave()
  await expect(queued[1].embedding).rejects.toMatchObject(failed)
  await Promise.all([go, ...held])
  // `go` and the three came first.
  expect(ageOf(await queued[0].embedding)).toBe(5)
  expect(ageOf(await queued[2].embedding)).toBe(6)
})

test('a text given up when a thread has it is still answered', async () => {
  const { ask } = await start(1)
  const asked = ask('a')
  asked.leave()
  expect(ageOf(await asked.embedding)).toBe(1)
})

test('workers that die before they are ready are an error', async () => {
  await start(1)
  await expect(startWorkers(file, 2, { ...model, modelDir: 'stillborn' })).rejects.toMatchObject(failed)
})

test('closing fails what a thread has and what queues', async () => {
  const { embed, close } = await start(1)
  const waiting = times(6, 'wait').map(text => expect(embed(text)).rejects.toMatchObject(failed))
  await close()
  await Promise.all(waiting)
  await expect(embed('a')).rejects.toMatchObject(failed)
})
