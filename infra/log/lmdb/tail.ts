import type { StoredRecord, TopicPartition } from '../../../processors/ports/log.ts'
import type { Catalogue } from './catalogue.ts'
import { createOverlay, type Overlaid, type Overlay } from './overlay.ts'

/** The end of a partition: what is not in the tables yet. */
export interface Part extends TopicPartition {
  readonly name: string
  /** Number of its topic. */
  readonly number: number
  /** Offset of the first of `records`: those before it are in the tables. */
  base: bigint
  readonly records: StoredRecord[]
  /** How many of `records` are on the disk; the others only have their place. */
  durable: number
}

/** What was placed and shares one write to the journal. */
export interface Block {
  /** Rises with each block of this process. */
  readonly number: number
  readonly records: StoredRecord[]
  /** Of each record. */
  readonly parts: Part[]
  readonly overlaid: Overlaid[]
}

/** Everything that has its place and is not in the tables yet, in memory, with what leads to it. */
export interface Tail {
  readonly overlay: Overlay
  part(at: TopicPartition): Part | undefined
  /** The part of a partition that is about to have records. Throws UNKNOWN_TOPIC. */
  partToWrite(at: TopicPartition): Part
  /** Whether the record with this offset is in the tail; `number` is that of its topic. */
  has(number: number, partition: number, offset: bigint): boolean
  /** The first in the tail with this id. */
  byId(id: string): StoredRecord | undefined
  /** Records of which it is known that the tables have no earlier one with their id. */
  readonly alone: Set<StoredRecord>
  ofSubject(subject: string): readonly StoredRecord[]
  /** The next record of the block; it must lie at the end of its part. */
  add(block: Block, part: Part, record: StoredRecord): void
  /** Blocks become durable in order, and enter the tables in order. */
  durable(block: Block): void
  merged(block: Block): void
  /** Takes out blocks that are lost, all from the first one on. */
  lose(blocks: readonly Block[]): void
}

export const endOfPart = ({ base, records }: Part): bigint => base + BigInt(records.length)

/** `endInTables` is one past the last offset of a partition that the tables have. */
export const createTail = (catalogue: Catalogue, endInTables: (number: number, partition: number) => bigint): Tail => {
  const overlay = createOverlay()
  const byTopic = new Map<string, Part[]>()
  const byNumber = new Map<number, Part>()
  const byId = new Map<string, StoredRecord>()
  const alone = new Set<StoredRecord>()
  const bySubject = new Map<string, StoredRecord[]>()
  let lastMerged = 0

  const part: Tail['part'] = at => byTopic.get(at.topic)?.[at.partition]

  const forgetId = (record: StoredRecord): void => {
    const id = record.headers.ce_id
    if (id !== undefined && byId.get(id) === record) byId.delete(id)
    if (alone.size > 0) alone.delete(record)
  }

  const forgetSubject = (record: StoredRecord, end: 'shift' | 'pop'): void => {
    const subject = record.headers.ce_subject
    if (subject === undefined) return
    const records = bySubject.get(subject)
    records?.[end]()
    if (records?.length === 0) bySubject.delete(subject)
  }

  return {
    overlay,
    part,
    partToWrite: at => {
      const known = part(at)
      if (known) return known
      const number = catalogue.numberOf(at)
      const { topic, partition } = at
      const base = endInTables(number, partition)
      const made = { topic, partition, name: `${topic}/${partition}`, number, base, records: [], durable: 0 }
      const parts = byTopic.get(topic) ?? []
      parts[partition] = made
      byTopic.set(topic, parts)
      byNumber.set(number * 0x10000 + partition, made)
      return made
    },
    has: (number, partition, offset) => {
      const known = byNumber.get(number * 0x10000 + partition)
      return known !== undefined && offset >= known.base
    },
    byId: id => byId.get(id),
    alone,
    ofSubject: subject => bySubject.get(subject) ?? [],
    add: (block, to, record) => {
      block.records.push(record)
      block.parts.push(to)
      to.records.push(record)
      const { ce_id: id, ce_subject: subject } = record.headers
      if (id !== undefined && !byId.has(id)) byId.set(id, record)
      if (subject === undefined) return
      const others = bySubject.get(subject)
      if (others) others.push(record)
      else bySubject.set(subject, [record])
    },
    durable: ({ parts }) => {
      for (const each of parts) each.durable++
    },
    merged: block => {
      const counts = new Map<Part, number>()
      for (const each of block.parts) counts.set(each, (counts.get(each) ?? 0) + 1)
      for (const [each, count] of counts) {
        each.records.splice(0, count)
        each.durable -= count
        each.base += BigInt(count)
      }
      for (const record of block.records) {
        forgetId(record)
        forgetSubject(record, 'shift')
      }
      lastMerged = block.number
      overlay.drop(block.overlaid, block.number)
    },
    lose: blocks => {
      for (const block of blocks.toReversed()) {
        for (let i = block.records.length - 1; i >= 0; i--) {
          const record = block.records[i]!
          block.parts[i]!.records.pop()
          forgetId(record)
          forgetSubject(record, 'pop')
        }
        overlay.undo(block.overlaid, lastMerged)
      }
    },
  }
}
