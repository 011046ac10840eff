import type { StoredRecord, TopicPartition } from '../../../processors/ports/log.ts'
import { decodeBatches } from './batch.ts'
import { type Fetching, fetchFrom } from './fetch.ts'
import type { Offsets } from './offsets.ts'
import { damaged, KafkaReason, logError, reasonOfCode } from './reasons.ts'
import type { Values } from './values.ts'

/** Reads from the brokers what lies before the copy. Throws LOG_UNAVAILABLE, OFFSET_OUT_OF_RANGE as the broker has it. */
export interface Remote {
  /** At most `limit` records from `offset` on; none at the end. */
  read(at: TopicPartition, offset: bigint, limit: number): Promise<StoredRecord[]>
  /** The last record from `begin` on and before `end`. */
  lastBefore(at: TopicPartition, begin: bigint, end: bigint): Promise<StoredRecord | null>
}

const FIRST_STEP = 16n

export const openRemote = (fetching: Fetching, offsets: Offsets, values: Values): Remote => {
  const fetchSome = async (at: TopicPartition, offset: bigint) => {
    const topic = await fetching.table.check(at)
    const place = { topic: at.topic, partition: at.partition, position: offset }
    const [found] = await fetchFrom(fetching, topic.leaders[at.partition]!, 'remote', [place], 0)
    if (found === undefined || found.errorCode !== 0)
      throw new KafkaReason(reasonOfCode(found?.errorCode ?? -1), `reading ${at.topic}/${at.partition}@${offset}`)
    if (found.bytes === null) return { records: [], next: offset, damage: null }
    const decoded = decodeBatches(found.bytes, at, offset, found.aborted)
    if (decoded.damage !== null && decoded.next === offset) throw damaged(at, offset, decoded.damage)
    return decoded
  }

  const read: Remote['read'] = async (at, offset, limit) => {
    try {
      const stable = await offsets.stable(at)
      // What is read may be nothing but gaps.
      for (let next = offset; next < stable; ) {
        const found = await fetchSome(at, next)
        if (found.records.length > 0) return [...(await values.inward(found.records.slice(0, limit)))]
        if (found.next === next) break
        next = found.next
      }
      return []
    } catch (error) {
      throw logError(error, `${at.topic}/${at.partition} cannot be read`)
    }
  }

  return {
    read,
    lastBefore: async (at, begin, end) => {
      for (let step = FIRST_STEP; ; step *= 4n) {
        const from = end - step > begin ? end - step : begin
        let last: StoredRecord | null = null
        for (let next = from; next < end; ) {
          const found = await fetchSome(at, next)
          if (found.next === next) break
          next = found.next
          last = found.records.findLast(({ offset }) => offset < end) ?? last
        }
        if (last !== null || from === begin) return last
      }
    },
  }
}
