import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openCopy } from './copy/copy.ts'
import { storedAt } from './stored.fixture.ts'
import { openTail, type TailOptions } from './tail.ts'

const topic = { name: 't', id: 'id', partitions: 1, leaders: [1] }

/** A tail whose broker never answers a fetch: what is in the copy was taken without one. */
const scene = async (more: Partial<TailOptions> = {}) => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-tail-'))
  const copy = await openCopy(dir, 'log', () => false)
  const troubles: unknown[] = []
  const nothing = Promise.withResolvers<readonly never[]>()
  const tail = openTail({
    wire: { ask: () => nothing.promise } as unknown as TailOptions['wire'],
    table: { known: () => topic, all: () => [topic], byId: () => topic } as unknown as TailOptions['table'],
    isolation: 'read_committed',
    copy,
    offsets: { stable: async () => 0n } as unknown as TailOptions['offsets'],
    remote: {} as TailOptions['remote'],
    values: { outward: each => each, inward: records => records },
    localMs: () => null,
    onTrouble: error => troubles.push(error),
    ...more,
  })
  onTestFinished(async () => {
    nothing.resolve([])
    await tail.close()
    await copy.close()
    rmSync(dir, { recursive: true })
  })
  tail.follow(topic)
  const part = copy.part({ topic: 't', partition: 0 })!
  const held = (): bigint[] => copy.read(part, 0n, 10).map(({ offset }) => offset)
  return { tail, part, held, troubles }
}

test('what was appended where the copy ends is in it without a fetch', async () => {
  const { tail, part, held } = await scene()
  await tail.caughtUp(part)
  tail.appended([storedAt(0n), storedAt(1n)])
  tail.appended([storedAt(2n)])
  expect(held()).toEqual([0n, 1n, 2n])
  expect(part.position).toBe(3n)
})

test('what was appended behind something else waits for the fetch', async () => {
  const { tail, part, held } = await scene()
  await tail.caughtUp(part)
  tail.appended([storedAt(1n)])
  expect(held()).toEqual([])
  expect(part.position).toBe(0n)
})

test('nothing is taken before it is known where the copy of the partition begins', async () => {
  const unknown = Promise.withResolvers<bigint>()
  const { tail, part, held } = await scene({
    localMs: () => 0,
    offsets: { stable: () => unknown.promise } as unknown as TailOptions['offsets'],
  })
  tail.appended([storedAt(0n)])
  expect(held()).toEqual([])
  expect(part.position).toBe(0n)
})

test('nothing is taken whose schema has to be asked for', async () => {
  const { tail, part, held } = await scene({ values: { outward: each => each, inward: async records => records } })
  await tail.caughtUp(part)
  tail.appended([storedAt(0n)])
  expect(held()).toEqual([])
})

test('an append is answered although the copy cannot take it', async () => {
  const inward = () => {
    throw new Error('no room')
  }
  const { tail, part, troubles } = await scene({ values: { outward: each => each, inward } })
  await tail.caughtUp(part)
  tail.appended([storedAt(0n)])
  expect(troubles).toMatchObject([{ message: 'no room' }])
})

test('after a fetch that brought nothing the next one waits, unless somebody waits for it', async () => {
  vi.useFakeTimers()
  const fetches: (() => void)[] = []
  const ask = () => new Promise(resolve => fetches.push(() => resolve([])))
  const { tail, part } = await scene({ wire: { ask } as unknown as TailOptions['wire'] })
  onTestFinished(async () => {
    vi.useRealTimers()
    const closed = tail.close()
    fetches.at(-1)?.()
    await closed
  })
  await tail.caughtUp(part)
  fetches[0]!()
  await vi.advanceTimersByTimeAsync(9)
  expect(fetches).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(fetches).toHaveLength(2)
  fetches[1]!()
  await vi.advanceTimersByTimeAsync(0)
  const reached = tail.reached(part, 1n, AbortSignal.timeout(60_000))
  await vi.advanceTimersByTimeAsync(0)
  expect(fetches).toHaveLength(3)
  fetches[2]!()
  await vi.advanceTimersByTimeAsync(0)
  expect(fetches).toHaveLength(4)
  tail.appended([storedAt(0n)])
  await reached
})
