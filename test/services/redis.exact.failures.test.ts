import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { openRedis, type RedisStore } from '../../infra/redis/client.ts'
import { createEntries } from '../../infra/redis/embedded/entries.ts'
import { foldChange } from '../../infra/redis/entries/fold.ts'
import { followEntries } from '../../infra/redis/entries/follow.ts'
import { createMarks } from '../../infra/redis/entries/marks.ts'
import { openRedisEntries } from '../../infra/redis/entries/store.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { ExactEntries } from '../../processors/ports/exact.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { toRecord } from '../../topics/wire.ts'
import {
  createTestLog,
  entryOf,
  evicted,
  exactUntilMs,
  foldAll,
  invalidated,
  keyOf,
  now,
  promoted,
  restored,
  stored,
  type TestLog,
} from '../contract/exact.contract.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { own, redisCluster } from './needs.ts'
import { connected, flushAll, forgetful, proxyTo } from './on-redis.ts'

const partitions = 3
const topic = 'cache.entries'

interface Bed {
  readonly log: EventLog
  append(...events: DomainEvent[]): Promise<void>
  /** A process that follows the log into Redis. */
  process(url: string): Promise<{ store: ExactEntries; redis: RedisStore; caughtUp(): Promise<void> }>
}

const openBed = async (): Promise<Bed> => {
  const dir = await mkdtemp(join(tmpdir(), 'turnstream-exact-'))
  const log = await openLmdbLog({ dir })
  await log.createTopics([{ name: topic, partitions, cleanup: 'delete', retentionMs: null }])
  onTestFinished(async () => {
    await log.close()
    await rm(dir, { recursive: true })
  })
  const ends = () => Promise.all(Array.from({ length: partitions }, (_, partition) => log.end({ topic, partition })))
  return {
    log,
    append: async (...events) => void (await log.append(events.map(event => toRecord(event, partitions)))),
    process: async url => {
      const redis = openRedis(url, { lookupTimeoutMs: 1_000 })
      await redis.ready(10_000)
      const store = openRedisEntries({ redis, log: { id: log.id, ends }, watchMs: 100 })
      const followed = followEntries(log, partitions, store, () => undefined)
      onTestFinished(async () => {
        await followed.stop()
        store.close()
        redis.close()
      })
      return { store, redis, caughtUp: () => followed.caughtUp(AbortSignal.timeout(10_000)) }
    },
  }
}

const found = async (store: ExactEntries, n: number): Promise<boolean> =>
  (await store.exact(keyOf(n), now, false)) !== null
const many = Array.from({ length: 100 }, (_, n) => n)
/** The hundred are stored; then every fifth is invalidated. */
const written = [...many.map(n => stored(n)), ...many.filter(n => n % 5 === 0).map(n => invalidated(n))]
const right = async (store: ExactEntries): Promise<boolean> =>
  store.trouble() === null &&
  (await Promise.all(many.map(async n => (await found(store, n)) === (n % 5 !== 0)))).every(Boolean)

/** Asks all the time; says whether anything that had been invalidated was ever found. */
const watched = (stores: readonly ExactEntries[]) => {
  let stale = 0
  let asked = 0
  let over = false
  const watching = (async () => {
    while (!over) {
      for (const store of stores)
        for (const n of many.filter(number => number % 5 === 0)) {
          asked++
          if (await found(store, n)) stale++
        }
      await new Promise(resolve => setImmediate(resolve))
    }
  })()
  return {
    end: async () => {
      over = true
      await watching
      return { stale, asked: asked > 0 }
    },
  }
}

await describeOn('Exact entries in a Redis that fails', { server: own('redis', forgetful) }, ({ server }) => {
  beforeEach(() => flushAll(server.address))
  /** Two processes that have folded all there is. */
  const two = async (url = server.address) => {
    const bed = await openBed()
    const [a, b] = await Promise.all([bed.process(url), bed.process(url)])
    await bed.append(...written)
    await eventually('both find what is there', async () => (await right(a.store)) && (await right(b.store)))
    return { bed, a, b }
  }

  it('once one process has caught up, all know what was invalidated', async () => {
    const { bed, a, b } = await two()
    for (let n = 50; n < 100; n++) {
      await bed.append(invalidated(n))
      await a.caughtUp()
      expect([await found(a.store, n), await found(b.store, n)]).toEqual([false, false])
    }
  })
  it('after FLUSHALL nothing stale is found, and all is there again without anyone asking', async () => {
    const { a, b } = await two()
    const digest = await a.store.digest(Date.now())
    const watch = watched([a.store, b.store])
    await a.redis.run(commands => commands.flushall())
    await a.store.lost(AbortSignal.timeout(2_000)).catch(() => undefined)
    await eventually('both find all again', async () => (await right(a.store)) && (await right(b.store)))
    expect(await watch.end()).toEqual({ stale: 0, asked: true })
    expect(await b.store.digest(Date.now())).toBe(digest)
  })
  it('after FLUSHALL in the middle of a fold as well', async () => {
    const { bed, a, b } = await two()
    const watch = watched([a.store, b.store])
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        bed.append(...many.map(n => stored(1_000 + n, { answer: `Round ${round}.` }))),
        a.redis.run(commands => commands.flushall()),
      ])
    }
    await eventually('both find all again', async () => (await right(a.store)) && (await right(b.store)))
    expect(await watch.end()).toEqual({ stale: 0, asked: true })
    for (const { store } of [a, b]) expect((await store.exact(keyOf(1_050), now, false))?.answer.text).toBe('Round 9.')
  })
  it('after kill -9 and a start with nothing, all is there again', async () => {
    const { a, b } = await two()
    await server.kill('SIGKILL')
    expect(await found(a.store, 1)).toBe(false)
    expect(a.store.trouble()).not.toBeNull()
    await server.restart()
    await eventually('both find all again', async () => (await right(a.store)) && (await right(b.store)))
  })
  it('after kill -9 and a start with an older memory, what was invalidated since is never found', async () => {
    const bed = await openBed()
    const [a, b] = await Promise.all([bed.process(server.address), bed.process(server.address)])
    await bed.append(...many.map(n => stored(n)))
    await eventually('all are found', () => found(a.store, 99))
    await eventually('it is folded', () => b.store.trouble() === null)
    await a.redis.run(commands => commands.call('SAVE'))
    await bed.append(...many.filter(n => n % 5 === 0).map(n => invalidated(n)))
    await eventually('both know what is invalid', async () => (await right(a.store)) && (await right(b.store)))
    const watch = watched([a.store, b.store])
    await server.kill('SIGKILL')
    await server.restart()
    await eventually('both find all again', async () => (await right(a.store)) && (await right(b.store)))
    expect(await watch.end()).toEqual({ stale: 0, asked: true })
  })
  it('behind a delay lookups give up early, and nothing is lost', async () => {
    const proxy = await proxyTo(server)
    const bed = await openBed()
    const far = await connected(proxy.url)
    const { store: near } = await bed.process(server.address)
    const store = openRedisEntries({
      redis: far,
      log: { id: bed.log.id, ends: async () => [0n, 0n, 0n] },
    })
    await bed.append(stored(1))
    await store.begin()
    await eventually('both find it', async () => (await found(near, 1)) && (await found(store, 1)))
    proxy.delay(1_000)
    const start = performance.now()
    for (let times = 0; times < 50; times++) expect(await found(store, 1)).toBe(false)
    // A tenth of what they would take that waited.
    expect(performance.now() - start).toBeLessThan(5_000)
    expect(store.trouble()).not.toBeNull()
    proxy.delay(0)
    await eventually('it is found again', () => found(store, 1))
    store.close()
  })
  it('an invalidation that could not be written is not forgotten when it answers again', async () => {
    const proxy = await proxyTo(server)
    const redis = await connected(proxy.url, { lookupTimeoutMs: 1_000 })
    const log = createTestLog('log')
    const store = openRedisEntries({ redis, log })
    onTestFinished(() => store.close())
    log.append(0, stored(1))
    await foldAll(log, store)
    expect(await found(store, 1)).toBe(true)
    log.append(0, invalidated(1))
    proxy.cut()
    const apply = () => store.apply(0, log.from(0, 2n), log.end(0))
    await expect(apply()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    proxy.mend()
    await redis.ready(10_000)
    expect([await found(store, 1), store.trouble() === null]).toEqual([false, false])
    expect(await apply()).toBe(true)
    expect([await found(store, 1), store.trouble()]).toEqual([false, null])
  })
  it('of another log are not found, and make room for those of the log at hand', async () => {
    const { a } = await two()
    const other = createTestLog('another log')
    other.append(0, stored(7, { answer: 'Of the other.' }))
    const store = openRedisEntries({ redis: a.redis, log: other, prefix: '' })
    onTestFinished(() => store.close())
    await foldAll(other, store)
    // A lookup that takes too long on a busy machine is a miss.
    await expect.poll(async () => (await store.exact(keyOf(7), now, false))?.answer.text).toBe('Of the other.')
    expect(await found(store, 1)).toBe(false)
  })
  it('keep their instant of expiry through hits, and a trace of what is gone no longer than it is needed', async () => {
    const { a } = await two()
    const expiry = (n: number) => a.redis.run(commands => commands.pexpiretime(keyOf(n)))
    const before = await expiry(1)
    for (let hits = 0; hits < 10; hits++) await found(a.store, 1)
    expect(await expiry(1)).toBe(before)
    expect(before - entryOf(1).exactExpiresAtMs).toBe(60_000)
    const trace = await a.redis.run(commands => commands.pttl(keyOf(5)))
    expect(trace).toBeGreaterThan(0)
    expect(trace).toBeLessThanOrEqual(60_000)
  })
  it('a write whose batch began too long ago is refused: the traces of what came later may have gone', async () => {
    const { a } = await two()
    const [seconds] = await a.redis.run(commands => commands.time())
    const mark = { log: '', generation: 1, reached: 0, positions: [], run: '', atMs: 1_000 * Number(seconds) - 10_001 }
    const result = await a.redis.run(commands => foldChange(commands, keyOf(1), { kind: 'restore' }, 1n, mark))
    expect(result).toBe('late')
  })
  /** A store that nobody keeps up or watches over but the test. */
  const alone = async (log: TestLog, through: (redis: RedisStore) => RedisStore = redis => redis) => {
    const redis = await connected(server.address, { lookupTimeoutMs: 1_000 })
    const store = openRedisEntries({ redis: through(redis), log, watchMs: 1_000_000 })
    onTestFinished(() => store.close())
    return { redis, store }
  }
  it('a process that writes late what others have folded past overwrites nothing, and brings nothing back', async () => {
    const log = createTestLog('log')
    log.append(0, stored(1), stored(2))
    const resume = Promise.withResolvers<void>()
    let runs = 0
    // It stops between its look at how far others are, and its writes.
    const slow = await alone(log, redis => ({
      ...redis,
      run: async (work, ms) => {
        if (++runs >= 3) await resume.promise
        return redis.run(work, ms)
      },
    }))
    expect(await slow.store.begin()).toEqual([0n, 0n])
    const late = slow.store.apply(0, log.from(0, 0n), 4n)
    await eventually('it is about to write', () => runs >= 3)
    const quick = await alone(log)
    log.append(0, stored(1, { answer: 'Newer.' }), invalidated(2))
    await foldAll(log, quick.store)
    resume.resolve()
    await late
    expect((await quick.store.exact(keyOf(1), now, false))?.answer.text).toBe('Newer.')
    expect(await found(quick.store, 2)).toBe(false)
  })
  it('what a process still writes after FLUSHALL is not found, for what came after it is forgotten', async () => {
    const log = createTestLog('log')
    log.append(0, stored(1))
    const { redis, store } = await alone(log)
    await foldAll(log, store)
    const [mark] = await redis.run(commands => createMarks('', false, '1/log').look(commands, 2))
    await redis.run(commands => commands.flushall())
    const change = { kind: 'store', entry: entryOf(1, { vector: null }) } as const
    expect(await redis.run(commands => foldChange(commands, keyOf(1), change, 0n, mark!))).toBe('folded')
    expect(await found(store, 1)).toBe(false)
    expect(store.trouble()).toContain('lost its place')
  })
  it('the first lookup after a start with an older memory finds nothing of it', async () => {
    const log = createTestLog('log')
    log.append(0, stored(1), stored(2))
    const { redis, store } = await alone(log)
    await foldAll(log, store)
    await redis.run(commands => commands.call('SAVE'))
    log.append(0, invalidated(1))
    await foldAll(log, store)
    expect([await found(store, 1), await found(store, 2)]).toEqual([false, true])
    await server.kill('SIGKILL')
    await server.restart()
    await eventually('Redis answers', async () => (await redis.ask(commands => commands.ping())) === 'PONG')
    expect(await found(store, 1)).toBe(false)
    expect(store.trouble()).toContain('lost its place')
    await foldAll(log, store)
    expect([await found(store, 1), await found(store, 2)]).toEqual([false, true])
  })
  it('a batch of which a part was written before such a start is folded again, not taken for done', async () => {
    const log = createTestLog('log')
    log.append(0, stored(1))
    let before: (() => Promise<void>) | null = null
    let runs = 0
    const { redis, store } = await alone(log, through => ({
      ...through,
      run: async (work, ms) => {
        // A batch of one event: a look, a write, and only then that it is done.
        if (++runs === 3) await before?.()
        return through.run(work, ms)
      },
    }))
    await foldAll(log, store)
    await redis.run(commands => commands.call('SAVE'))
    log.append(0, invalidated(1))
    runs = 0
    before = async () => {
      await server.kill('SIGKILL')
      await server.restart()
      await redis.ready(5_000)
    }
    expect(await store.apply(0, log.from(0, 2n), 4n)).toBe(false)
    before = null
    expect(await store.begin()).toEqual([2n, 0n])
    await foldAll(log, store)
    expect(await found(store, 1)).toBe(false)
  })
  it('folded by several at once in any overlap are what one fold in order makes of the log', async () => {
    const redis = await connected(server.address, { lookupTimeoutMs: 1_000 })
    const numbers = fc.integer({ min: 0, max: 3 })
    const event = fc.oneof(
      fc.tuple(numbers, fc.integer({ min: 1, max: 4 })).map(([n, policyEpoch]) => stored(n, { policyEpoch })),
      numbers.map(n => stored(n, { storedAtMs: now - 1 })),
      numbers.map(n => invalidated(n)),
      fc.tuple(numbers, fc.integer({ min: 1, max: 4 })).map(([n, epoch]) => invalidated(n, 'policy', epoch)),
      numbers.map(n => invalidated(n, 'unhelpful', 2, true)),
      numbers.map(restored),
      fc.tuple(numbers, fc.constantFrom(null, now - 1, now)).map(([n, storedAtMs]) => evicted(n, storedAtMs)),
      fc.tuple(numbers, fc.constantFrom('hot' as const, 'cold' as const)).map(([n, layer]) => promoted(n, layer)),
    )
    const pieces = fc.array(fc.tuple(fc.nat(2), fc.nat(30), fc.integer({ min: 1, max: 12 })), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), pieces, fc.uuid(), async (events, steps, prefix) => {
        const log = createTestLog('log')
        const numbered = events.map((one, index) =>
          one.type === 'EntryStored' ? { ...one, data: { ...one.data, answer: `Answer ${index}.` } } : one,
        )
        log.append(0, ...(numbered as DomainEvent[]))
        const model = createEntries(log)
        await foldAll(log, model)
        const stores = [0, 1, 2].map(() => openRedisEntries({ redis, log, prefix: `${prefix}:` }))
        const places = await Promise.all(stores.map(async store => (await store.begin())[0]!))
        // Each goes on from its own place, some fall behind, some repeat what they did.
        await Promise.all(
          stores.map(async (store, which) => {
            for (const [who, back, count] of steps) {
              if (who !== which) continue
              const again = places[which]! - BigInt(2 * (back % 3))
              const from = again > 0n ? again : 0n
              const piece = log.from(0, from).slice(0, count)
              const next = piece.length > 0 ? piece.at(-1)!.offset + 2n : from
              expect(await store.apply(0, piece, next)).toBe(true)
              if (next > places[which]!) places[which] = next
            }
            await store.apply(0, log.from(0, places[which]!), log.end(0))
          }),
        )
        for (const store of stores)
          for (const n of [0, 1, 2, 3])
            for (const nowMs of [now, exactUntilMs])
              expect(await store.exact(keyOf(n), nowMs, false)).toEqual(await model.exact(keyOf(n), nowMs, false))
        for (const store of stores) store.close()
      }),
      { numRuns: 60 },
    )
  })
})

await describeOn('Exact entries in a cluster that fails', { cluster: redisCluster() }, ({ cluster }) => {
  it('of which one node forgets, or is killed, are all there again, and none is stale meanwhile', async () => {
    const bed = await openBed()
    const [a, b] = await Promise.all([bed.process(cluster.address), bed.process(cluster.address)])
    await bed.append(...written)
    await eventually('both find what is there', async () => (await right(a.store)) && (await right(b.store)))
    const watch = watched([a.store, b.store])
    await flushAll(cluster.nodes[1]!.address)
    await eventually('both notice', () => a.store.trouble() !== null || b.store.trouble() !== null, 2_000).catch(
      () => undefined,
    )
    await eventually('both find all again', async () => (await right(a.store)) && (await right(b.store)))
    await cluster.nodes[2]!.kill('SIGKILL')
    await cluster.nodes[2]!.restart()
    await eventually('both find all once more', async () => (await right(a.store)) && (await right(b.store)), 25_000)
    expect(await watch.end()).toEqual({ stale: 0, asked: true })
  }, 60_000)
})
