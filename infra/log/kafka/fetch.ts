import { createAPI, fetchV13, type Reader } from '@platformatic/kafka'
import type { AbortedTransaction } from './batch.ts'
import { KafkaReason, reasonOfCode } from './reasons.ts'
import { type Isolation, isolationLevels } from './rules.ts'
import type { Table } from './table.ts'
import type { Wire } from './wire.ts'

/** A partition in the answer to a fetch, its batches undecoded. */
export interface FetchedPartition {
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

const MOST_BYTES = 16 * 2 ** 20
const MOST_PARTITION_BYTES = 2 ** 20

/** Where to fetch a partition from. */
export interface Place {
  readonly topic: string
  readonly partition: number
  readonly position: bigint
}

/** Where to ask. */
export interface Fetching {
  readonly wire: Wire
  readonly table: Table
  readonly isolation: Isolation
}

/** What a broker has of these partitions; it waits for a first record as long as `waitMs`. */
export const fetchFrom = (
  { wire, table, isolation }: Fetching,
  node: number,
  lane: string,
  places: readonly Place[],
  waitMs: number,
): Promise<readonly FetchedPartition[]> => {
  const topics = [...Map.groupBy(places, ({ topic }) => topic)].map(([name, those]) => ({
    topicId: table.known(name)!.id,
    partitions: those.map(({ partition, position }) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: position,
      lastFetchedEpoch: -1,
      partitionMaxBytes: MOST_PARTITION_BYTES,
    })),
  }))
  return wire.ask(node, lane, fetchApi, waitMs, 1, MOST_BYTES, isolationLevels[isolation], 0, -1, topics, [], '')
}
