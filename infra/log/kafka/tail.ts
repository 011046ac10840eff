import { setTimeout as sleep } from 'node:timers/promises'
import { createAPI, fetchV13, type Reader } from '@platformatic/kafka'
import { type AbortedTransaction, decodeBatches } from './batch.ts'
import type { Copy } from './copy/copy.ts'
import type { Part } from './copy/part.ts'
import type { Offsets } from './offsets.ts'
import { KafkaReason, reasonOfCode } from './reasons.ts'
import type { Table, Topic } from './table.ts'
import type { Wire } from './wire.ts'

/** Keeps the copy up with the log. */
export interface Tail {
  /** Begins to follow a topic. */
  follow(topic: Topic): void
  /** Resolves when the copy holds what the log had of this partition when it began to be followed. */
  caughtUp(part: Part): Promise<void>
  close(): Promise<void>
}

interface FetchedPartition {
  readonly topicId: string
  readonly partition: number
  readonly errorCode: number
  readonly begin: bigint
  readonly aborted: readonly AbortedTransaction[]
  readonly bytes: Buffer | null
}

/** The client's own parser decodes each record into a dozen objects; the bytes are decoded here, once the topic is known. */
const parseFetch = (_correlation: number, _api: number, _version: number, reader: Reader): FetchedPartition[] => {
  reader.readInt32()
  const errorCode = reader.readInt16()
  if (errorCode !== 0) throw new KafkaReason(reasonOfCode(errorCode), 'fetch')
  reader.readInt32()
  return reader
    .readArray(r => {
      const topicId = r.readUUID()
      return r.readArray(
        p => {
          const partition = p.readInt32()
          const partitionError = p.readInt16()
          p.readInt64()
          p.readInt64()
          const begin = p.readInt64()
          const aborted =
            p.readNullableArray(t => ({ producerId: t.readInt64(), firstOffset: t.readInt64() })) ?? ([] as never[])
          p.readInt32()
          const size = p.readUnsignedVarInt() - 1
          const bytes = size > 0 ? p.buffer.slice(p.position, p.position + size) : null
          if (size > 0) p.skip(size)
          return { topicId, partition, errorCode: partitionError, begin, aborted, bytes }
        },
        true,
        true,
      )
    })
    .flat()
}

const fetchApi = createAPI<Parameters<typeof fetchV13.createRequest>, FetchedPartition[]>(
  fetchV13.api.key,
  fetchV13.api.version,
  fetchV13.createRequest,
  parseFetch,
)

const READ_COMMITTED = 1
/** How long a broker keeps a fetch that finds nothing; a topic that is followed anew waits for as long at most. */
const WAIT_MS = 100
const MOST_BYTES = 16 * 2 ** 20
const MOST_PARTITION_BYTES = 2 ** 20
const RETRY_MS = 100

export interface TailOptions {
  readonly wire: Wire
  readonly table: Table
  readonly copy: Copy
  readonly offsets: Offsets
  /** A value as this program has it, of one as it lies in Kafka. */
  readonly inward: (value: Buffer | null) => Buffer | null
  /** Told when fetching fails, and when it goes on (null). */
  readonly onTrouble: (error: unknown) => void
}

/** Follows every partition of every topic in use with one loop for each broker, under read_committed, in no group. */
export const openTail = ({ wire, table, copy, offsets, inward, onTrouble }: TailOptions): Tail => {
  const followed = new Map<Part, Promise<void>>()
  const loops = new Map<number, Promise<void>>()
  const ending = new AbortController()
  const { signal } = ending

  const ledBy = (node: number): Part[] =>
    [...followed.keys()].filter(({ topic, partition }) => table.known(topic)?.leaders[partition] === node)

  const fetchFrom = async (node: number, parts: readonly Part[]): Promise<void> => {
    const topics = [...Map.groupBy(parts, ({ topic }) => topic)].map(([name, those]) => ({
      topicId: table.known(name)!.id,
      partitions: those.map(({ partition, position }) => ({
        partition,
        currentLeaderEpoch: -1,
        fetchOffset: position,
        lastFetchedEpoch: -1,
        partitionMaxBytes: MOST_PARTITION_BYTES,
      })),
    }))
    const request = [WAIT_MS, 1, MOST_BYTES, READ_COMMITTED, 0, -1, topics, [], ''] satisfies Parameters<
      typeof fetchV13.createRequest
    >
    const found = await wire.ask(node, 'fetch', fetchApi, ...request)
    if (signal.aborted) return
    let stale = false
    for (const each of found) {
      const topic = table.byId(each.topicId)
      const part = topic && copy.part({ topic: topic.name, partition: each.partition })
      if (part === undefined) continue
      const reason = reasonOfCode(each.errorCode)
      if (reason === 'OFFSET_OUT_OF_RANGE') copy.begins(part, await offsets.begin(part))
      else if (each.errorCode !== 0) stale = true
      else {
        if (each.begin > part.begin) copy.begins(part, each.begin)
        if (each.bytes === null) continue
        const { records, next } = decodeBatches(each.bytes, part, part.position, each.aborted, inward)
        copy.take(part, records, next)
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
        await fetchFrom(node, parts)
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

  const catchUp = async (part: Part): Promise<void> => {
    for (;;)
      try {
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
      startLoops()
    },
    caughtUp: part => followed.get(part) ?? Promise.resolve(),
    close: async () => {
      ending.abort()
      await Promise.allSettled(loops.values())
    },
  }
}
