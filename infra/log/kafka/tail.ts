import { setTimeout as sleep } from 'node:timers/promises'
import { decodeBatches } from './batch.ts'
import type { Copy } from './copy/copy.ts'
import type { Part } from './copy/part.ts'
import { fetchFrom } from './fetch.ts'
import type { Offsets } from './offsets.ts'
import { reasonOfCode } from './reasons.ts'
import type { Remote } from './remote.ts'
import type { Table, Topic } from './table.ts'
import type { Values } from './values.ts'
import type { Wire } from './wire.ts'

/** Keeps the copy up with the log. */
export interface Tail {
  /** Begins to follow a topic. */
  follow(topic: Topic): void
  /** Resolves when the copy holds what the log had of this partition when it began to be followed. */
  caughtUp(part: Part): Promise<void>
  close(): Promise<void>
}

/** How long a broker keeps a fetch that finds nothing; a topic that is followed anew waits for as long at most. */
const WAIT_MS = 100
const RETRY_MS = 100

export interface TailOptions {
  readonly wire: Wire
  readonly table: Table
  readonly copy: Copy
  readonly offsets: Offsets
  readonly remote: Remote
  readonly values: Values
  /** Records that are older when a partition is first followed are not copied; null: all are. */
  readonly localMs: (topic: string) => number | null
  /** Told when fetching fails, and when it goes on (null). */
  readonly onTrouble: (error: unknown) => void
}

/** Follows every partition of every topic in use with one loop for each broker, under read_committed, in no group. */
export const openTail = (options: TailOptions): Tail => {
  const { wire, table, copy, offsets, remote, values, onTrouble } = options
  const followed = new Map<Part, Promise<void>>()
  /** Whose first place is known. */
  const started = new Set<Part>()
  const loops = new Map<number, Promise<void>>()
  const ending = new AbortController()
  const { signal } = ending

  const ledBy = (node: number): Part[] =>
    [...started].filter(({ topic, partition }) => table.known(topic)?.leaders[partition] === node)

  const fetchOnce = async (node: number, parts: readonly Part[]): Promise<void> => {
    const found = await fetchFrom(wire, table, node, 'fetch', parts, WAIT_MS)
    if (signal.aborted) return
    let stale = false
    for (const each of found) {
      const topic = table.byId(each.topicId)
      const part = topic && copy.part({ topic: topic.name, partition: each.partition })
      if (part === undefined) continue
      const reason = reasonOfCode(each.errorCode)
      if (each.errorCode !== 0) {
        stale = true
        if (reason === 'OFFSET_OUT_OF_RANGE') copy.begins(part, await offsets.begin(part))
      } else {
        if (each.begin > part.begin) copy.begins(part, each.begin)
        if (each.bytes === null) continue
        const { records, next } = decodeBatches(each.bytes, part, part.position, each.aborted)
        copy.take(part, await values.inward(records), next)
      }
    }
    if (!stale) return
    await sleep(RETRY_MS, undefined, { signal })
    await table.refresh()
    startLoops()
  }

  const loop = async (node: number): Promise<void> => {
    let troubled = false
    while (!signal.aborted) {
      const parts = ledBy(node)
      if (parts.length === 0) return
      try {
        await fetchOnce(node, parts)
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

  const catchUp = async (part: Part): Promise<void> => {
    for (;;)
      try {
        if (!started.has(part)) await start(part)
        started.add(part)
        startLoops()
        const end = await offsets.stable(part)
        return await copy.reached(part, end, signal)
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
    close: async () => {
      ending.abort()
      await Promise.allSettled(loops.values())
    },
  }
}
