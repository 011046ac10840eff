import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client, estypes } from '@elastic/elasticsearch'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { openCache } from '../../infra/cache/embedded.ts'
import { openClient } from '../../infra/elasticsearch/client.ts'
import { type ColdCache, type ColdCacheOptions, openColdCache } from '../../infra/elasticsearch/cold-cache.ts'
import { layout } from '../../infra/elasticsearch/document.ts'
import { openServedColdCache, type ServedColdCache } from '../../infra/elasticsearch/served-cold-cache.ts'
import { sweep } from '../../infra/elasticsearch/sweep.ts'
import { startProxy, type TroubledProxy } from '../../infra/local/proxy.ts'
import { project } from '../../infra/runtime/projector.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import {
  entryIdOf as entryId,
  evictedOf,
  invalidatedOf,
  promotedOf,
  restoredOf,
} from '../../processors/entry.fixtures.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { at, vectorOf } from '../../processors/fixtures.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { describeOn } from './describe-on.ts'
import { queryOf, storedOf } from './elasticsearch.entries.ts'
import { clientOf, coldOptions, dropAll, openedCold } from './elasticsearch.kit.ts'
import { memoryLog } from './elasticsearch.log.ts'
import { shared } from './needs.ts'

const until = async (what: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> => {
  const deadline = performance.now() + ms
  while (!(await what())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`)
    await delay(20)
  }
}

/** Where a test is about what a lookup finds, not how soon: the first ones take more than a second on a busy machine. */
const unhurried = { timeoutMs: 10_000 }

await describeOn('The cold cache on Elasticsearch', { elasticsearch: shared('elasticsearch') }, ({ elasticsearch }) => {
  let client: Client
  let options: ColdCacheOptions
  const troubles: string[] = []
  let opened: { close(): Promise<void> }[] = []
  beforeEach(async () => {
    client = clientOf(elasticsearch.address)
    options = coldOptions(client, { onTrouble: error => void troubles.push(String(error)) })
    troubles.length = 0
  })
  afterEach(async () => {
    // Else they would fold the index again that is dropped.
    await Promise.all(opened.map(cache => cache.close()))
    opened = []
    await dropAll(client, options.alias)
    await client.close()
  })

  const open = async (more: Partial<ColdCacheOptions> = {}): Promise<ColdCache> => {
    const cache = await openedCold({ ...options, ...more })
    opened.push(cache)
    return cache
  }
  const serve = (log: ReturnType<typeof memoryLog>['log'], more: Partial<ColdCacheOptions> = {}): ServedColdCache => {
    const cache = openServedColdCache({ ...options, ...more, log, partitions: 2 })
    opened.push(cache)
    return cache
  }
  const apply = async (cache: ColdCache, events: readonly DomainEvent[], from = cache.position(0)): Promise<void> => {
    const offsets = events.map((_, n) => from + BigInt(n))
    await cache.apply(0, events, from + BigInt(events.length), { from, offsets })
  }
  const names = async (cache: Pick<CacheReader, 'nearest'>, n = 1): Promise<string[]> =>
    (await cache.nearest(queryOf(vectorOf(n)))).map(found => found.entryId.slice(entryId('').length))

  it('another process finds what Elasticsearch has, with the cosine of the whole vectors', async () => {
    const writer = await open()
    await apply(writer, [storedOf('a', vectorOf(1)), storedOf('b', vectorOf(1, 0.6)), storedOf('c', vectorOf(1, 0.8))])
    const reader = await open(unhurried)
    const found = await reader.nearest(queryOf(vectorOf(1), { limit: 2 }))
    expect(found.map(candidate => candidate.entryId)).toEqual([entryId('a'), entryId('b')])
    expect(found[1]!.similarity).toBe(Math.fround(0.8))
  })

  it('who counts the entries makes nothing searchable, and counts what is', async () => {
    const cache = await open({ refreshMs: 60_000 })
    await client.indices.putSettings({ index: options.alias, settings: { refresh_interval: -1 } })
    await apply(cache, [storedOf('a', vectorOf(1)), storedOf('b', vectorOf(2)), evictedOf('b')])
    expect(await cache.size()).toBe(0)
    await cache.settled()
    expect(await cache.size()).toBe(1)
  })

  it.each([
    { tenant: 'other' },
    { language: 'de' },
    { identity: 'other' },
    { embeddingModel: 'other' },
    { nowMs: at + 86_400_000 },
  ])('a search under %o finds nothing of ours, and neighbours that it excludes crowd out nobody', async other => {
    const writer = await open()
    const crowd = Array.from({ length: 40 }, (_, n) =>
      storedOf(`crowd${n}`, vectorOf(1), 'nowMs' in other ? { expiresAtMs: at } : other),
    )
    await apply(writer, [...crowd, storedOf('ours', vectorOf(1, 0.6))])
    const reader = await open({ ...unhurried, numCandidates: 10 })
    expect(await names(reader)).toEqual(['ours'])
  })

  it('what was removed is not found, although the index still finds it', async () => {
    const cache = await open({ refreshMs: 60_000 })
    await apply(cache, [storedOf('a', vectorOf(1)), storedOf('b', vectorOf(1, 0.6))])
    await cache.settled()
    await apply(cache, [invalidatedOf('a'), evictedOf('b')])
    const raw = await client.count({ index: options.alias, query: { term: { gone: false } } })
    expect(raw.count).toBe(2)
    expect([await names(cache), await cache.answer({ entryId: entryId('a'), answerHash: 'ha' })]).toEqual([[], null])
  })

  it('a removal counts while Elasticsearch takes no writes', async () => {
    const cache = await open()
    await apply(cache, [storedOf('a', vectorOf(1)), storedOf('b', vectorOf(1, 0.6))])
    await cache.settled()
    await client.indices.addBlock({ index: options.alias, block: 'write' })
    await apply(cache, [invalidatedOf('a')])
    expect(await names(cache)).toEqual(['b'])
    await until(() => cache.trouble() !== null)
    await client.indices.putSettings({ index: `${options.alias}-000001`, settings: { 'index.blocks.write': null } })
    await until(() => cache.trouble() === null)
    await cache.settled()
    expect(await names(await open())).toEqual(['b'])
  })

  it('beyond what may wait to be written nothing is served, until it is', async () => {
    const cache = await open({ queueBytes: 100_000 })
    await apply(cache, [storedOf('a', vectorOf(1))])
    await client.indices.addBlock({ index: options.alias, block: 'write' })
    const many = Array.from({ length: 50 }, (_, n) => storedOf(`m${n}`, vectorOf(2)))
    const applied = apply(cache, many)
    await until(() => cache.isFull())
    expect([await names(cache), cache.trouble()]).toEqual([[], expect.stringContaining('Elasticsearch')])
    await client.indices.putSettings({ index: `${options.alias}-000001`, settings: { 'index.blocks.write': null } })
    await applied
    await until(() => !cache.isFull())
    expect(await names(cache)).toContain('a')
  })

  it('a writer that wakes up late brings nothing back', async () => {
    const late = await open()
    const cache = await open()
    const events = [storedOf('a', vectorOf(1)), invalidatedOf('a')]
    await apply(cache, events)
    await apply(late, events.slice(0, 1))
    await late.settled()
    expect(await names(await open())).toEqual([])
  })

  it('a writer that was paused between reading and writing replaces nothing newer', async () => {
    const { promise: paused, resolve: wake } = Promise.withResolvers<void>()
    let reached = false
    const pausing = new Proxy(client, {
      get: (target, name, receiver) =>
        name === 'bulk'
          ? async (...args: Parameters<Client['bulk']>) => {
              reached = true
              await paused
              return target.bulk(...args)
            }
          : Reflect.get(target, name, receiver),
    })
    const late = await open({ client: pausing })
    const cache = await open()
    const events = [storedOf('a', vectorOf(1)), storedOf('b', vectorOf(1)), invalidatedOf('a')]
    const applying = apply(late, events.slice(0, 2))
    await until(() => reached)
    await apply(cache, events)
    wake()
    await applying
    await late.settled()
    const reader = await open()
    expect([await names(reader), reader.position(0)]).toEqual([['b'], 3n])
  })

  it('several processes that fold the same records in other pieces come to what the embedded cache has', async () => {
    const random = seededRandom(7)
    const { log, append } = memoryLog(2)
    const event = (): DomainEvent => {
      const name = `e${random.int(0, 40)}`
      const made = [
        () => storedOf(name, vectorOf(random.int(0, 300), random.next()), { policyEpoch: random.int(0, 4) }),
        () => storedOf(name, random.chance(0.2) ? null : vectorOf(random.int(0, 300)), { answer: 'Grüße 🙂' }),
        () => invalidatedOf(name, { review: random.chance(0.3) }),
        () => invalidatedOf(name, { reason: 'policy', epoch: random.int(0, 4), review: random.chance(0.3) }),
        () => restoredOf(name),
        () => evictedOf(name, random.pick([null, at - 1, at])),
        () => promotedOf(name, random.pick([0, at + 1_000, at + 2_000])),
      ]
      return random.pick(made)()
    }
    append(...Array.from({ length: 600 }, event))
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-cold-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const embedded = await openCache({ dir, logId: 'log', dimensions: 384, searchable: 50_000 })
    const projection = project(
      log as EventLog,
      'cache.entries',
      2,
      embedded,
      error => void troubles.push(String(error)),
    )
    await projection.caughtUp()

    /** A log that gives what it has in pieces of its own. */
    const inPieces = (most: number): typeof log => ({
      ...log,
      read: (place, limit) => log.read(place, Math.min(limit, most)),
    })
    const caches = [serve(inPieces(7)), serve(inPieces(40)), serve(log)]
    await Promise.all(caches.map(cache => until(() => cache.serves(), 25_000)))
    // One stops in the middle of what comes, and its successor folds some of it again.
    append(...Array.from({ length: 200 }, event))
    await caches[0]!.close()
    const successor = serve(inPieces(3))
    await until(() => successor.serves(), 25_000)
    await Promise.all([...caches.slice(1), successor].map(cache => cache.caughtUp()))
    await projection.caughtUp()
    await Promise.all([...caches.slice(1), successor].map(cache => cache.model.settled()))
    expect(await successor.model.digest()).toBe(await embedded.digest())
    expect(await successor.model.size()).toBe(embedded.size())
    expect(troubles).toEqual([])
    await projection.stop()
    await embedded.close()
  })

  it('a rebuild comes to the same, while entries arrive, and other processes go on with the new index', async () => {
    const { log, append } = memoryLog(2)
    append(...Array.from({ length: 60 }, (_, n) => storedOf(`e${n}`, vectorOf(n))), invalidatedOf('e3'))
    const cache = serve(log)
    const other = serve(log)
    await until(() => cache.serves() && other.serves())
    const rebuilding = cache.rebuild()
    append(...Array.from({ length: 20 }, (_, n) => storedOf(`f${n}`, vectorOf(100 + n))))
    const { before, after } = await rebuilding
    expect(after).toEqual(before)
    const indices = Object.keys(await client.indices.getAlias({ name: options.alias }))
    expect(indices).toEqual([`${options.alias}-000002`])
    append(storedOf('later', vectorOf(200)))
    await until(async () => (await names(other, 200)).includes('later'))
    await until(async () => (await names(cache, 200)).includes('later'))
    await Promise.all([cache.caughtUp(), other.caughtUp()])
    await cache.model.settled()
    expect(await cache.model.size()).toBe(80)
  })

  it('an index that is deleted is noticed and folded again, and nothing is served meanwhile', async () => {
    const { log, append } = memoryLog(2)
    append(...Array.from({ length: 30 }, (_, n) => storedOf(`e${n}`, vectorOf(n))))
    const cache = serve(log)
    await until(() => cache.serves())
    await cache.model.settled()
    await client.indices.delete({ index: `${options.alias}-000001` })
    await until(async () => !cache.serves() || (await names(cache)).length === 0)
    await until(async () => (await names(cache)).includes('e1'))
    await cache.model.settled()
    expect([await cache.model.size(), cache.trouble()]).toEqual([30, null])
  })

  it('it serves when what was in the log is found, however long Elasticsearch takes to read and write', async () => {
    const slow: Client = Object.create(client, {
      mget: {
        value: async (...args: Parameters<Client['mget']>) => {
          await delay(1_500)
          return client.mget(...args)
        },
      },
    })
    const { log, append } = memoryLog(2)
    append(...Array.from({ length: 30 }, (_, n) => storedOf(`e${n}`, vectorOf(n))))
    const cache = serve(log, { ...unhurried, client: slow })
    await until(() => cache.serves())
    expect(await names(cache)).toContain('e1')
  })

  it('it serves what Elasticsearch has while that takes no writes', async () => {
    const { log, append } = memoryLog(2)
    append(storedOf('a', vectorOf(1)))
    const before = serve(log)
    await until(() => before.serves())
    await before.model.settled()
    await before.close()
    await client.indices.addBlock({ index: options.alias, block: 'write' })
    append(storedOf('b', vectorOf(1)), storedOf('c', vectorOf(2)))
    const cache = serve(log, unhurried)
    await until(() => cache.serves())
    expect(await names(cache)).toContain('a')
    expect(cache.trouble()).toContain('Elasticsearch')
    await client.indices.putSettings({ index: `${options.alias}-000001`, settings: { 'index.blocks.write': null } })
    await until(() => cache.trouble() === null)
  })

  it('several that are opened at once on nothing make one index', async () => {
    const caches = await Promise.all(Array.from({ length: 4 }, () => open()))
    await apply(caches[0]!, [storedOf('a', vectorOf(1))])
    await caches[0]!.settled()
    for (const cache of caches) expect(await names(cache)).toEqual(['a'])
    expect(Object.keys(await client.indices.get({ index: `${options.alias}*` }))).toEqual([`${options.alias}-000001`])
  })

  it('an index of a newer program is left alone, and nothing is served from it', async () => {
    const newer = await open()
    await client.indices.putMapping({
      index: `${options.alias}-000001`,
      _meta: { logId: options.logId, layout: layout + 1 },
    })
    await apply(newer, [storedOf('a', vectorOf(1))])
    await newer.settled()
    const older = openColdCache(options)
    opened.push(older)
    await until(() => older.trouble()?.includes('a newer one is in use') ?? false)
    expect(await older.nearest(queryOf(vectorOf(1)))).toEqual([])
    expect(await names(newer)).toEqual(['a'])
    expect(Object.keys(await client.indices.get({ index: `${options.alias}*` }))).toEqual([`${options.alias}-000001`])
  })

  it('a write that comes after its index was deleted makes none without what came before', async () => {
    const { log, append } = memoryLog(2)
    append(storedOf('before', vectorOf(1)))
    const cache = serve(log, { probeMs: 2_000 })
    await until(async () => (await names(cache)).includes('before'))
    await cache.model.settled()
    await client.indices.delete({ index: `${options.alias}-000001` })
    append(...Array.from({ length: 10 }, (_, n) => storedOf(`after${n}`, vectorOf(2))))
    await cache.caughtUp()
    await until(async () => cache.model.generation() === 2 && (await names(cache)).includes('before'), 1_500)
    expect(troubles.join()).toContain('is folded again')
  })

  it.each([
    ['answers 500 ms late', (proxy: TroubledProxy) => proxy.delay(500)],
    ['resets connections', (proxy: TroubledProxy) => proxy.cut()],
  ])('a server that %s costs a lookup no more than its time limit, is reported, and is used again', async (_, harm) => {
    const proxy = await startProxy({ target: new URL(elasticsearch.address).host })
    const through = openClient({ url: `http://${proxy.address}` })
    const { log, append } = memoryLog(2)
    append(storedOf('a', vectorOf(1)))
    const cache = serve(log, { client: through, timeoutMs: 150 })
    await until(async () => (await names(cache)).includes('a'))
    harm(proxy)
    for (let n = 0; n < 6; n++) {
      const start = performance.now()
      expect(await names(cache)).toEqual([])
      // Not the limit itself: the machine has other things to do as well.
      expect(performance.now() - start).toBeLessThan(450)
    }
    expect(cache.trouble()).toContain('Elasticsearch')
    append(invalidatedOf('a'), storedOf('b', vectorOf(1)))
    proxy.delay(0)
    proxy.mend()
    await until(async () => (await names(cache)).join() === 'b')
    await until(() => cache.trouble() === null)
    await cache.close()
    await through.close()
    await proxy.stop()
  })

  it('a server that is late with lookups alone is not used until it answers them in time, and none is spent on finding out', async () => {
    let late = true
    let asked = 0
    const sometimesLate: Client = Object.create(client, {
      search: {
        value: async (request: estypes.SearchRequest, settings: { signal: AbortSignal }) => {
          if (request.knn) asked++
          if (request.knn && late) await delay(300, undefined, { signal: settings.signal })
          return client.search(request, settings)
        },
      },
    })
    const { log, append } = memoryLog(2)
    append(storedOf('a', vectorOf(1)))
    const cache = serve(log, { client: sometimesLate, timeoutMs: 100, probeMs: 50 })
    await until(() => asked >= 3)
    expect(cache.trouble()).toContain('lookups are not answered in time yet')
    late = false
    await until(() => cache.trouble() === null)
    await until(async () => (await names(cache)).includes('a'))

    late = true
    await until(async () => (await names(cache)).length === 0 && cache.trouble() !== null)
    const before = asked
    await until(() => asked >= before + 4)
    expect(cache.trouble()).toContain('no answer within 100 ms')
    late = false
    await until(() => cache.trouble() === null)
    expect(await names(cache)).toEqual(['a'])
  })

  it('opened without a server it finds nothing and says so; when the server is there it catches up', async () => {
    const target = new URL(elasticsearch.address).host
    const { port, address, stop } = await startProxy({ target })
    await stop()
    const through = openClient({ url: `http://${address}` })
    const { log, append } = memoryLog(2)
    append(storedOf('a', vectorOf(1)))
    const cache = serve(log, { client: through })
    expect(await names(cache)).toEqual([])
    await cache.caughtUp()
    await until(() => cache.trouble()?.includes('Elasticsearch') === true)
    const there = await startProxy({ target, port })
    await until(async () => (await names(cache)).includes('a'))
    await until(() => cache.trouble() === null)
    await cache.close()
    await through.close()
    await there.stop()
  })

  it('a sweep deletes old marks, and spares what waits for a reviewer and what changed meanwhile', async () => {
    const cache = await open()
    await apply(cache, [
      storedOf('there', vectorOf(1)),
      ...['gone', 'back'].flatMap(name => [storedOf(name, vectorOf(2)), evictedOf(name)]),
      storedOf('held', vectorOf(3)),
      invalidatedOf('held', { review: true }),
    ])
    // Between the page and its deletion one of its entries is stored anew.
    const changing = new Proxy(client, {
      get: (target, name, receiver) =>
        name === 'bulk'
          ? async (...args: Parameters<Client['bulk']>) => {
              if (cache.position(0) === 7n) await apply(cache, [storedOf('back', vectorOf(2))])
              return target.bulk(...args)
            }
          : Reflect.get(target, name, receiver),
    })
    const index = `${options.alias}-000001`
    expect(await sweep({ client, index, nowMs: at, markMs: 1 })).toEqual({ marks: 0, changed: 0 })
    expect(await sweep({ client: changing, index, nowMs: at, markMs: 0 })).toEqual({ marks: 1, changed: 1 })
    await cache.settled()
    const reader = await open()
    expect((await reader.entries(null, 100)).map(entry => entry.entryId)).toEqual(['back', 'there'].map(entryId))
    // The one that waits for a reviewer still does.
    await apply(reader, [storedOf('held', vectorOf(3))])
    expect(await names(reader, 3)).not.toContain('held')
  })
})
