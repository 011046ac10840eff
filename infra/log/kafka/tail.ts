import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredRecord } from '../../../processors/ports/log.ts'
import { createAiling } from './ailing.ts'
import { decodeBatches } from './batch.ts'
import type { Copy } from './copy/copy.ts'
import type { Part } from './copy/part.ts'
import { type FetchedPartition, type Fetching, fetchFrom } from './fetch.ts'
import type { Offsets } from './offsets.ts'
import { damaged, KafkaReason, reasonOfCode } from './reasons.ts'
import type { Remote } from './remote.ts'
import type { Topic } from './table.ts'
import type { Values } from './values.ts'

/** Keeps the copy up with the log. */
export interface Tail {
  /** Begins to follow a topic. */
  follow(topic: Topic): void
  /** Resolves when the copy holds what the log had of this partition when it began to be followed. */
  caughtUp(part: Part): Promise<void>
  /** Resolves when the copy holds all before this offset. Rejects with the signal's reason, or LOG_CLOSED. */
  reached(part: Part, offset: bigint, signal: AbortSignal): Promise<void>
  /**
   * Takes records that this process has appended into the copy at once, as they lie in Kafka, where the copy holds all before them; else they come
   * with the next fetch. Not those of a transaction: for as long as its markers are not written, others are told that the log ends before them.
   */
  appended(records: readonly StoredRecord[]): void
  close(): Promise<void>
}

/** How long a broker keeps a fetch that finds nothing; a topic that is followed anew waits for as long at most. */
const WAIT_MS = 100
/** After a fetch that has brought nothing new and that nobody waits for: each costs the broker a look at every partition. */
const PAUSE_MS = 10
const RETRY_MS = 100

export interface TailOptions extends Fetching {
  readonly copy: Copy
  readonly offsets: Offsets
  readonly remote: Remote
  readonly values: Values
  /** Records that are older when a partition is first followed are not copied; null: all are. */
  readonly localMs: (topic: string) => number | null
  /** Told when fetching fails, and when it goes on (null). */
  readonly onTrouble: (error: unknown) => void
}

/** Follows every partition of every topic in use with one loop for each broker, in no group. */
export const openTail = (options: TailOptions): Tail => {
  const { table, copy, offsets, remote, values, onTrouble } = options
  const followed = new Map<Part, Promise<void>>()
  /** Whose first place is known. */
  const started = new Set<Part>()
  const loops = new Map<number, Promise<void>>()
  const ailing = createAiling(onTrouble, () => performance.now())
  const ending = new AbortController()
  const { signal } = ending
  /** Ends of the pauses of loops. */
  const pausing = new Set<() => void>()
  /** Who waits for what is not in the copy yet. */
  let wanted = 0

  const ledBy = (node: number): Part[] =>
    [...started].filter(({ topic, partition }) => table.known(topic)?.leaders[partition] === node)

  /** Gives whether there was something new. */
  const takePart = async (part: Part, { begin, bytes, aborted }: FetchedPartition): Promise<boolean> => {
    if (begin > part.begin) copy.begins(part, begin)
    let found = 0
    if (bytes !== null) {
      const { records, next, damage } = decodeBatches(bytes, part, part.position, aborted)
      found = records.length
      copy.take(part, await values.inward(records), next)
      if (damage !== null) throw damaged(part, next, damage)
    }
    ailing.went(part)
    return found > 0
  }

  /** What is wrong with one partition is not to hold the others up. */
  const takeOrRest = async (part: Part, fetched: FetchedPartition): Promise<boolean> => {
    try {
      const reason = reasonOfCode(fetched.errorCode)
      if (fetched.errorCode === 0) return await takePart(part, fetched)
      if (reason === 'OFFSET_OUT_OF_RANGE')
        void offsets.begin(part).then(
          begin => copy.begins(part, begin),
          () => undefined,
        )
      void table.refresh().then(startLoops, () => undefined)
      ailing.failed(part, table.gone(part.topic) ?? new KafkaReason(reason, `fetching ${part.name}`))
    } catch (error) {
      if (!signal.aborted) ailing.failed(part, error as Error)
    }
    return false
  }

  /** Gives whether there was something new. */
  const fetchOnce = async (node: number, parts: readonly Part[]): Promise<boolean> => {
    let isNews = false
    for (const fetched of await fetchFrom(options, node, 'fetch', parts, WAIT_MS)) {
      const topic = table.byId(fetched.topicId)
      const part = topic && copy.part({ topic: topic.name, partition: fetched.partition })
      if (signal.aborted) return false
      if (part !== undefined && (await takeOrRest(part, fetched))) isNews = true
    }
    return isNews
  }

  const pause = (): Promise<void> =>
    new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer)
        pausing.delete(end)
        resolve()
      }
      const timer = setTimeout(end, PAUSE_MS)
      pausing.add(end)
    })
  const hurry = (): void => {
    for (const end of pausing) end()
  }

  const loop = async (node: number): Promise<void> => {
    let troubled = false
    while (!signal.aborted) {
      const led = ledBy(node)
      if (led.length === 0) return
      const parts = ailing.awake(led)
      try {
        if (parts.length === 0) await sleep(RETRY_MS, undefined, { signal })
        else if (!(await fetchOnce(node, parts)) && wanted === 0) await pause()
        if (troubled) onTrouble(null)
        troubled = false
      } catch (error) {
        if (signal.aborted) return
        troubled = true
        onTrouble(error)
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined)
        await table.refresh().then(startLoops, () => undefined)
      }
    }
  }

  const startLoops = (): void => {
    for (const topic of table.all())
      for (const node of topic.leaders) {
        if (loops.has(node) || signal.aborted || ledBy(node).length === 0) continue
        loops.set(
          node,
          loop(node).finally(() => loops.delete(node)),
        )
      }
  }

  /** Where a partition begins in the copy that has not been in it before. */
  const start = async (part: Part): Promise<void> => {
    const localMs = options.localMs(part.topic)
    if (localMs === null || part.position > 0n) return
    const from = (localMs > 0 ? await offsets.at(part, Date.now() - localMs) : null) ?? (await offsets.stable(part))
    const begin = await offsets.begin(part)
    const last = await remote.lastBefore(part, begin, from)
    copy.startAt(part, begin, from, last === null ? begin : last.offset + 1n)
  }

  const takeOwn = (part: Part, records: readonly StoredRecord[]): void => {
    try {
      const taken = values.inward(records)
      // With a schema that was never asked for here; the fetch asks for it.
      if (taken instanceof Promise) return void taken.catch(() => undefined)
      copy.take(part, taken, records.at(-1)!.offset + 1n)
    } catch (error) {
      // They are on the log all the same.
      onTrouble(error)
    }
  }

  const reached = async (part: Part, offset: bigint, signal: AbortSignal): Promise<void> => {
    wanted++
    hurry()
    try {
      await copy.reached(part, offset, signal)
    } finally {
      wanted--
    }
  }

  const catchUp = async (part: Part): Promise<void> => {
    for (;;)
      try {
        if (!started.has(part)) await start(part)
        started.add(part)
        startLoops()
        const end = await offsets.stable(part)
        return await reached(part, end, signal)
      } catch (error) {
        if (signal.aborted) throw error
        onTrouble(error)
        await sleep(RETRY_MS, undefined, { signal })
      }
  }

  return {
    follow: topic => {
      for (let partition = 0; partition < topic.partitions; partition++) {
        const part = copy.keep({ topic: topic.name, partition })
        if (followed.has(part)) continue
        const caught = catchUp(part)
        // Nobody may wait for it.
        caught.catch(() => undefined)
        followed.set(part, caught)
      }
    },
    caughtUp: part => followed.get(part) ?? Promise.resolve(),
    reached: async (part, offset, signal) => {
      if (part.position < offset) await reached(part, offset, signal)
    },
    appended: records => {
      for (const [part, those] of Map.groupBy(records, record => copy.part(record)))
        if (part !== undefined && started.has(part) && those[0]!.offset === part.position) takeOwn(part, those)
    },
    close: async () => {
      ending.abort()
      hurry()
      await Promise.allSettled(loops.values())
    },
  }
}
