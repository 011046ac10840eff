import type { NewRecord, Position } from '../../../processors/ports/log.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { idKeyOf, offsetValue, recordKeyOf, secondOf, subjectKeyOf, timeKeyOf } from './keys.ts'
import { endOf, lastSequenceOf, latestSecondOf } from './partitions.ts'
import { sealRecord } from './record.ts'
import type { Write } from './writer.ts'

export interface Encoded {
  readonly record: NewRecord
  /** Number of its topic. */
  readonly topic: number
  readonly bytes: Buffer
}

export interface Placement {
  /** Places the records of one transaction, one after the other; what has to be written for them goes to `writes`. */
  forGroup(writes: Write[]): (encoded: Encoded) => Position
  nextSequence(): number
  /** Forgets offsets given out since the last commit, for a transaction that failed. */
  restore(): void
}

interface Cursor {
  next: bigint
  latestSecond: number
}

/** Gives records their offsets and their place among all appends, and keeps the indexes that lead to them. */
export const openPlacement = (environment: Environment, catalogue: Catalogue): Placement => {
  const { records, times, ids, subjects, meta } = environment
  const cursors = new Map<string, Cursor>()
  let sequence = 0

  const restore = (): void => {
    cursors.clear()
    // Retention keeps it in `meta` when it drops the records that tell it.
    sequence = meta.getBinary(Buffer.from('sequence'))?.readUIntBE(0, 6) ?? 0
    for (const { number, spec } of catalogue.all())
      for (let partition = 0; partition < spec.partitions; partition++)
        sequence = Math.max(sequence, lastSequenceOf(environment, number, partition) + 1)
  }

  const cursorOf = (topic: number, partition: number): Cursor => {
    const name = `${topic}/${partition}`
    const known = cursors.get(name)
    if (known) return known
    const cursor = {
      next: endOf(environment, topic, partition),
      latestSecond: latestSecondOf(environment, topic, partition),
    }
    cursors.set(name, cursor)
    return cursor
  }

  const place = ({ record, topic, bytes }: Encoded, writes: Write[], idsOfGroup: Set<string>): Position => {
    const { partition } = record
    const cursor = cursorOf(topic, partition)
    const offset = cursor.next++
    const key = recordKeyOf(topic, partition, offset)
    writes.push({ table: records, key, value: sealRecord(bytes, sequence) })
    const second = secondOf(record.timestampMs)
    // Only the first record of a second that is later than all before: that is enough to find any time.
    if (second > cursor.latestSecond) {
      cursor.latestSecond = second
      writes.push({ table: times, key: timeKeyOf(topic, partition, second), value: offsetValue(offset) })
    }
    const { ce_id: id, ce_subject: subject } = record.headers
    if (id !== undefined && !idsOfGroup.has(id)) {
      const idKey = idKeyOf(id)
      // The first record with an id keeps it: a duplicate must lead to what it duplicates.
      if (ids.getBinaryFast(idKey) === undefined) writes.push({ table: ids, key: idKey, value: key })
      idsOfGroup.add(id)
    }
    if (subject !== undefined) writes.push({ table: subjects, key: subjectKeyOf(subject, sequence), value: key })
    sequence++
    return { topic: record.topic, partition, offset }
  }

  restore()
  return {
    forGroup: writes => {
      const idsOfGroup = new Set<string>()
      return encoded => place(encoded, writes, idsOfGroup)
    },
    nextSequence: () => sequence,
    restore,
  }
}
