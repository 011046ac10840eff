import { Reader, Writer } from '@platformatic/kafka'

/** What members of a consumer group tell each other, in the format that Kafka's own tools read. */

const VERSION = 0

export const encodeSubscription = (topics: readonly string[]): Buffer =>
  Writer.create()
    .appendInt16(VERSION)
    .appendArray([...topics], (w, topic) => void w.appendString(topic, false), false, false)
    .appendInt32(-1).buffer

/** Partition numbers by topic. */
export type Assignment = ReadonlyMap<string, readonly number[]>

export const encodeAssignment = (assignment: Assignment): Buffer =>
  Writer.create()
    .appendInt16(VERSION)
    .appendArray(
      [...assignment],
      (w, [topic, partitions]) =>
        void w
          .appendString(topic, false)
          .appendArray([...partitions], (p, partition) => void p.appendInt32(partition), false, false),
      false,
      false,
    )
    .appendInt32(-1).buffer

export const decodeAssignment = (bytes: Buffer): Assignment => {
  if (bytes.length === 0) return new Map()
  const reader = Reader.from(bytes)
  reader.readInt16()
  return new Map(
    reader.readArray(r => [r.readString(false), r.readArray(p => p.readInt32(), false, false)] as const, false, false),
  )
}

/** Equal numbers of all topics go to one member: number p to member p modulo the number of members, by member id. */
export const assignNumbers = (
  memberIds: readonly string[],
  topics: readonly string[],
  partitions: number,
): ReadonlyMap<string, Assignment> => {
  const members = memberIds.toSorted()
  const numbers = Array.from({ length: partitions }, (_, number) => number)
  return new Map(
    members.map((member, place) => {
      const own = numbers.filter(number => number % members.length === place)
      return [member, new Map(topics.map(topic => [topic, own]))] as const
    }),
  )
}
