import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import { foldedTypes } from '../../processors/entry.ts'
import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { CacheReader, NearestQuery } from '../../processors/ports/cache.ts'
import { hitOf } from '../../processors/resolve/hit.ts'
import { entryIdOf } from '../../processors/resolve/identity.ts'
import type { Candidate, EntryStored, EventType, ServedAnswer } from '../../schemas/types.ts'
import type { Refolded } from '../cache/embedded.ts'
import { serially } from '../runtime/serially.ts'
import { createGenerations, type GenerationOptions } from './generations.ts'
import { createGuard } from './guard.ts'
import { type IndexModel, type IndexModelOptions, type Layered, openIndexModel, type Read } from './index-model.ts'
import { type Swept, sweep } from './sweep.ts'
import { untilDone } from './until-done.ts'

export interface ColdCacheOptions extends GenerationOptions, IndexModelOptions {
  readonly client: Client
  /** How often a server in trouble is tried, and a quiet one looked at, ms. */
  readonly probeMs: number
}

/** What folds the log into the model, and asks where to go on. */
export interface Folding {
  readonly types: readonly EventType[]
  /** Next offset to fold of each partition. */
  position(partition: number): bigint
  apply(partition: number, events: readonly DomainEvent[], next: bigint, read: Read): Promise<void>
}

/** The semantic cache in Elasticsearch: a read model of `cache.entries` that several processes fold and share. */
export interface ColdCache extends CacheReader, Folding {
  nearest(query: NearestQuery): Promise<readonly Candidate[]>
  exact(exactKey: string, nowMs: number, keywords: boolean): Promise<Candidate | null>
  answer(candidate: Pick<Candidate, 'entryId' | 'answerHash'>): Promise<ServedAnswer | null>
  entry(entryId: string): Promise<EntryStored | null>
  /** Throws UNAVAILABLE where there is no index. */
  entries(after: string | null, limit: number): Promise<readonly EntryStored[]>
  /** Counts the indices that this process has worked on: when it changes, positions may have gone back. 0 before the first. */
  generation(): number
  /** Resolves when there is an index to fold into; rejects with the signal's reason. */
  connected(signal: AbortSignal): Promise<void>
  /** Whether what waits to be written has grown beyond its bound, so that lookups find nothing. */
  isFull(): boolean
  /** As IndexModel.size. */
  size(): Promise<number>
  digest(): Promise<string>
  /** Resolves when all that was applied before the call is durable and searchable. */
  settled(): Promise<void>
  /** Forgets everything; positions start again from 0. */
  clear(): Promise<void>
  /**
   * As EmbeddedCache.refold, into a new index that then takes the alias. `ends` are the ends of the log, in the order of `partitions`: other
   * processes may fold into the old index what this one has not read yet.
   */
  refold(
    partitions: readonly number[],
    follow: (fresh: Folding) => Promise<() => void>,
    ends: () => Promise<readonly bigint[]>,
  ): Promise<Refolded>
  /** Deletes marks that are older than `markMs` at `nowMs`; see sweep.ts. Rejects with UNAVAILABLE where there is no index. */
  sweep(nowMs: number, markMs: number): Promise<Swept>
  /** Null while all is well, else what is not. */
  trouble(): string | null
  close(): Promise<void>
}

const closeMs = 5_000

/** How long a fold may take to meet the index that serves, once it has caught up with where that was. */
const patienceMs = 30_000

/** How long an index that was just opened may take to answer a lookup in time before customers ask it all the same. */
const warmMs = 5_000
const warmAgainMs = 20

/**
 * Opens the cache without waiting for Elasticsearch: until an index is there, and whenever it is not, lookups find nothing
 * and `trouble` says why. An index that is lost, or replaced by another process, is noticed, and positions are read anew.
 */
export const openColdCache = (options: ColdCacheOptions): ColdCache => {
  const { client, dimensions, probeMs, timeoutMs } = options
  const stop = new AbortController()
  const generations = createGenerations(client, options)
  const inTurn = serially()
  let current: IndexModel | null = null
  let generation = 0
  let failing: string | null = 'Elasticsearch has not been reached yet'
  let held: Promise<void> | null = null
  let waiting: (() => void)[] = []
  /** What a probe asks: the lookup that came last, for a server may answer anything but that in time. Before the first, one like it. */
  let asked: NearestQuery = {
    ...{ tenant: '', scene: '', language: '', identity: '', embeddingModel: '', limit: 1, keywords: false, nowMs: 0 },
    vector: new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions)),
  }
  /** A server that has just started answers its first lookups late. */
  const warm = async (model: IndexModel): Promise<void> => {
    for (const until = performance.now() + warmMs; performance.now() < until; ) {
      const inTime = AbortSignal.any([stop.signal, AbortSignal.timeout(timeoutMs)])
      const answered = model.lookUp(asked, inTime).then(
        () => true,
        () => false,
      )
      if ((await answered) || model.lost.aborted || stop.signal.aborted) return
      failing = 'lookups are not answered in time yet'
      await delay(warmAgainMs)
    }
  }
  const use = (model: IndexModel): void => {
    current = model
    generation++
    failing = null
    model.lost.addEventListener('abort', () => {
      if (current !== model) return
      failing = `the index ${model.index} is gone`
      options.onTrouble(new Error(`${failing}: it is folded again`))
      current = null
      void connect()
    })
    for (const resolve of waiting) resolve()
    waiting = []
  }
  const connect = (): Promise<void> =>
    untilDone(
      () =>
        inTurn(async () => {
          if (current || stop.signal.aborted) return
          const model = await openIndexModel(client, await generations.serving(), options)
          await warm(model)
          if (stop.signal.aborted || model.lost.aborted) await model.close(0)
          model.lost.throwIfAborted()
          if (!stop.signal.aborted) use(model)
        }),
      stop.signal,
      error => {
        failing = (error as Error).message
      },
    ).catch(error => {
      if (stop.signal.aborted) return
      // The index vanished between two requests.
      failing = (error as Error).message
      setTimeout(connect, probeMs).unref()
    })

  const required = (): IndexModel => {
    if (current) return current
    throw turnstreamError('UNAVAILABLE', `Elasticsearch: ${failing}`)
  }
  const probe = async (signal: AbortSignal): Promise<unknown> => required().lookUp(asked, signal)
  const guarded = () => createGuard({ timeoutMs, probeMs, probe, signal: stop.signal })
  /** Of their own: an entry read by its id in time says nothing of how lookups are answered. */
  const lookups = guarded()
  const reads = guarded()
  const broken = (): string | null => lookups.broken() ?? reads.broken()
  /** Another process may have put a new index into the place of ours, or the server may say nothing, and nobody may be asking. */
  const watching = (async () => {
    while (!stop.signal.aborted) {
      await delay(probeMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      if (stop.signal.aborted || broken() !== null) continue
      await inTurn(async () => {
        const look = (signal: AbortSignal) => Promise.all([generations.named(), current && probe(signal)])
        const [named] = await lookups.run(look).catch(() => [undefined])
        if (!current || named === undefined || named === current.index) return
        const replaced = current
        current = null
        failing = `${replaced.index} no longer serves`
        await replaced.close(0)
        void connect()
      })
    }
  })()
  void connect()

  const load = async (entryId: string): Promise<Layered | null> => {
    const model = current
    if (!model || model.isFull()) return null
    const found = await model.entry(entryId, reads).catch(() => null)
    return model === current ? found : null
  }
  const snapshot = async (model: IndexModel, partitions: readonly number[]) => ({
    positions: partitions.map(partition => Number(model.position(partition))),
    // First, for it settles what was applied, which is to be counted.
    ...(await model.digest()),
    entries: await model.size(),
  })

  return {
    types: foldedTypes,
    generation: () => generation,
    connected: signal =>
      current
        ? Promise.resolve()
        : new Promise((resolve, reject) => {
            const either = AbortSignal.any([signal, stop.signal])
            if (either.aborted) return reject(either.reason)
            either.addEventListener('abort', () => reject(either.reason), { once: true })
            waiting.push(resolve)
          }),
    position: partition => current?.position(partition) ?? 0n,
    apply: async (partition, events, next, read) => {
      if (held) await held
      await current?.apply(partition, events, next, read)
    },
    isFull: () => current?.isFull() ?? false,
    nearest: async query => {
      const model = current
      asked = query
      if (!model || model.isFull()) return []
      const found = await model.nearest(query, lookups).catch(() => [])
      return model === current ? found : []
    },
    exact: async (exactKey, nowMs, keywords) => {
      const found = await load(entryIdOf(exactKey))
      if (!found) return null
      const { entry, hotUntilMs } = found
      const isExact = entry.exactExpiresAtMs > nowMs
      if (!isExact && Math.min(hotUntilMs, entry.expiresAtMs) <= nowMs) return null
      return hitOf(entry, isExact ? 'exact' : 'hot', keywords).candidate
    },
    answer: async ({ entryId, answerHash }) => {
      const found = await load(entryId)
      return found?.entry.answerHash === answerHash ? hitOf(found.entry, 'cold', false).answer : null
    },
    entry: async entryId => (await load(entryId))?.entry ?? null,
    entries: async (after, limit) => required().entries(after, limit),
    size: async () => required().size(),
    digest: async () => (await required().digest()).digest,
    settled: async () => required().settled(),
    clear: () =>
      inTurn(async () => {
        const old = required()
        const index = await generations.beside()
        await generations.promote(index, old.index)
        use(await openIndexModel(client, index, options))
        await old.close(0)
        await generations.drop(old.index)
      }),
    // One at a time: both would fold into the same index.
    refold: (partitions, follow, ends) =>
      inTurn(async () => {
        const old = required()
        const index = await generations.beside()
        const fresh = await openIndexModel(client, index, options)
        const { promise, resolve: release } = Promise.withResolvers<void>()
        const met = (): boolean => partitions.every(partition => fresh.position(partition) === old.position(partition))
        let stopFollowing = (): void => {}
        try {
          stopFollowing = await follow({
            types: foldedTypes,
            position: fresh.position,
            apply: async (partition, events, next, read) => {
              if (held) await held
              await fresh.apply(partition, events, next, read)
            },
          })
          const deadline = performance.now() + patienceMs
          for (; !met(); await delay(1))
            if (performance.now() > deadline || current !== old || fresh.lost.aborted)
              throw turnstreamError('UNAVAILABLE', 'the rebuild did not meet the index that serves; try again')
          // Nothing is folded into either from here to the swap, so both hold the same records.
          held = promise
          stopFollowing()
          const before = await snapshot(old, partitions)
          const folded = await snapshot(fresh, partitions)
          // Later than both: what had come by then may be in the old index though it is in none of these positions.
          const after = { ...folded, positions: (await ends()).map(Number) }
          await generations.promote(index, old.index)
          use(fresh)
          release()
          const refolded = {
            before: { ...before, digest: await before.digest },
            after: { ...after, digest: await after.digest },
          }
          await old.close(0)
          await generations.drop(old.index)
          return refolded
        } catch (error) {
          stopFollowing()
          const useless = current === fresh ? old : fresh
          await useless.close(0)
          await generations.drop(useless.index).catch(options.onTrouble)
          throw error
        } finally {
          held = null
          release()
        }
      }),
    sweep: async (nowMs, markMs) => sweep({ client, index: required().index, nowMs, markMs }),
    trouble: () => {
      const said = broken() ?? failing ?? current?.trouble() ?? null
      if (said !== null) return `Elasticsearch: ${said}`
      return current?.isFull() ? 'Elasticsearch takes writes more slowly than they come' : null
    },
    close: async () => {
      const model = current
      await model?.close(closeMs)
      stop.abort()
      current = null
      await watching
    },
  }
}
