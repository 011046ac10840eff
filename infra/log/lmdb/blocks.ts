import type { NewRecord, StoredRecord } from '../../../processors/ports/log.ts'
import { createArena } from './arena.ts'
import {
  BLOCK_HEADER_BYTES,
  putRecordEntry,
  putWriteEntry,
  RECORD_ENTRY_BYTES,
  WRITE_ENTRY_BYTES,
} from './journal/format.ts'
import type { Write } from './overlay.ts'
import { measureRecord, putRecord } from './record.ts'
import { type Block, endOfPart, type Tail } from './tail.ts'

/** A block and what becomes of it. */
export interface OpenBlock extends Block {
  /** Sequence of its first record. */
  readonly firstSequence: number
  bytes: number
  /** Its bytes, once it takes no more. */
  slices: Buffer[]
  /** Settles when it is on the disk or lost; a rejection is handled. */
  readonly durable: Promise<void>
  resolve(): void
  reject(error: unknown): void
}

export interface PlacedInBlock {
  readonly block: OpenBlock
  readonly placed: readonly StoredRecord[]
  /** By how many the block has grown. */
  readonly bytes: number
}

/** Gives records their place, in memory and in the bytes of a block. */
export interface Blocks {
  /** Places all records and writes, or none. Throws UNKNOWN_TOPIC and RECORD_INVALID. */
  place(records: readonly NewRecord[], writes: readonly Write[]): PlacedInBlock
  /** Ends the open block. */
  close(): void
  nextSequence(): number
  /** Takes the places of these back: all blocks from the first one on. */
  lose(blocks: readonly OpenBlock[]): void
}

/** `sequence` is the place of the next record among all appends. */
export const createBlocks = (tail: Tail, sequence: number): Blocks => {
  const arena = createArena()
  let number = 0
  let current: OpenBlock | null = null

  const open = (): OpenBlock => {
    if (current !== null) return current
    const { promise: durable, resolve, reject } = Promise.withResolvers<void>()
    durable.catch(() => undefined)
    arena.room(BLOCK_HEADER_BYTES)
    arena.at += BLOCK_HEADER_BYTES
    current = {
      number: ++number,
      firstSequence: sequence,
      records: [],
      parts: [],
      overlaid: [],
      bytes: BLOCK_HEADER_BYTES,
      slices: [],
      durable,
      resolve,
      reject,
    }
    return current
  }

  const placeWrite = (block: OpenBlock, { table, key, value }: Write): void => {
    // UTF-8 takes at most three bytes for each unit of UTF-16.
    arena.room(WRITE_ENTRY_BYTES + 3 * key.length + (value?.length ?? 0))
    const { chunk, at } = arena
    const keyLength = chunk.write(key, at + WRITE_ENTRY_BYTES, 'utf8')
    putWriteEntry(chunk, at, table, keyLength, value?.length ?? -1)
    const valueAt = at + WRITE_ENTRY_BYTES + keyLength
    if (value !== null) chunk.set(value, valueAt)
    arena.at = valueAt + (value?.length ?? 0)
    block.bytes += arena.at - at
    const kept = value === null ? null : chunk.subarray(valueAt, arena.at)
    block.overlaid.push(tail.overlay.put(table, key, kept, block.number))
  }

  return {
    place: (records, writes) => {
      // Whatever can throw comes first.
      const parts = records.map(tail.partToWrite)
      const measures = records.map(measureRecord)
      const before = current?.bytes ?? 0
      const block = open()
      const placed = records.map((record, i): StoredRecord => {
        const part = parts[i]!
        const measured = measures[i]!
        arena.room(RECORD_ENTRY_BYTES + measured.most)
        const { chunk, at } = arena
        const recordAt = at + RECORD_ENTRY_BYTES
        const offset = endOfPart(part)
        const { keyAt, valueAt, end } = putRecord(chunk, recordAt, record, measured, sequence++)
        putRecordEntry(chunk, at, part.number, part.partition, offset, end - recordAt)
        arena.at = end
        block.bytes += end - at
        const stored = {
          topic: part.topic,
          partition: part.partition,
          offset,
          key: record.key === null ? null : chunk.subarray(keyAt, valueAt),
          value: record.value === null ? null : chunk.subarray(valueAt, end),
          headers: record.headers,
          timestampMs: record.timestampMs,
        }
        tail.add(block, part, stored)
        return stored
      })
      for (const write of writes) placeWrite(block, write)
      return { block, placed, bytes: block.bytes - before }
    },
    close: () => {
      if (current !== null) current.slices = arena.take()
      current = null
    },
    nextSequence: () => sequence,
    lose: blocks => {
      if (current !== null) arena.take()
      current = null
      tail.lose(blocks)
      sequence = blocks[0]!.firstSequence
    },
  }
}
