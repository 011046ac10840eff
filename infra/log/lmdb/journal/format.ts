import { crc32 } from 'node:zlib'

/*
 * A block of the journal, little endian; blocks follow each other without a gap from the start of the file.
 *
 *   0  u32  magic
 *   4  u32  crc32 of all that follows
 *   8  u32  bytes of the body
 *  12  u48  sequence, one more than that of the block before it
 *  18       the use: random bytes, new each time that the file is written from its start
 *  26       body: entries, one after the other
 *
 * An entry is a record or a write to a table:
 *
 *   u8 1, u16 topic, u16 partition, u64 offset, u32 length, the record without its checksum
 *   u8 2 (meta) or 3 (state), u32 length of the key, u32 length of the value + 1 (0 removes), key, value
 *
 * The use tells a block from what an earlier use of the file left behind it, and from bytes of a caller that look like one.
 */
const MAGIC = 0x4a535431
const MAGIC_BYTES = Buffer.from([0x31, 0x54, 0x53, 0x4a])
const CRC_AT = 4
const SUMMED_AT = 8
const LENGTH_AT = 8
const SEQUENCE_AT = 12
const USE_AT = 18
export const USE_BYTES = 8
export const BLOCK_HEADER_BYTES = USE_AT + USE_BYTES

export const RECORD_ENTRY_BYTES = 17
export const WRITE_ENTRY_BYTES = 9

const RECORD = 1
const tables = { meta: 2, state: 3 } as const

/** Tables that are written by key; a number that stands for each is part of the layout. */
export type WrittenTable = keyof typeof tables

export interface JournalBlock {
  readonly sequence: number
  readonly body: Buffer
}

/** Where an entry goes. The bytes are views of the block. */
export interface EntryVisitor {
  /** `bytes` are to be sealed before anyone else sees them. */
  record(topic: number, partition: number, offset: bigint, bytes: Buffer): void
  /** `value: null` removes. */
  write(table: WrittenTable, key: Buffer, value: Buffer | null): void
}

/** Fills in the header for which the first slice has left room. The slices are then a whole block. */
export const sealBlock = (slices: readonly Buffer[], sequence: number, use: Buffer): void => {
  const [first, ...rest] = slices as [Buffer, ...Buffer[]]
  const length = rest.reduce((sum, slice) => sum + slice.length, first.length - BLOCK_HEADER_BYTES)
  first.writeUInt32LE(MAGIC, 0)
  first.writeUInt32LE(length, LENGTH_AT)
  first.writeUIntLE(sequence, SEQUENCE_AT, 6)
  first.set(use, USE_AT)
  first.writeUInt32LE(
    rest.reduce((sum, slice) => crc32(slice, sum), crc32(first.subarray(SUMMED_AT))),
    CRC_AT,
  )
}

const blockAt = (bytes: Buffer, at: number): (JournalBlock & { use: Buffer; end: number }) | null => {
  if (at + BLOCK_HEADER_BYTES > bytes.length || bytes.readUInt32LE(at) !== MAGIC) return null
  const end = at + BLOCK_HEADER_BYTES + bytes.readUInt32LE(at + LENGTH_AT)
  if (end > bytes.length || crc32(bytes.subarray(at + SUMMED_AT, end)) !== bytes.readUInt32LE(at + CRC_AT)) return null
  return {
    sequence: bytes.readUIntLE(at + SEQUENCE_AT, 6),
    use: bytes.subarray(at + USE_AT, at + BLOCK_HEADER_BYTES),
    body: bytes.subarray(at + BLOCK_HEADER_BYTES, end),
    end,
  }
}

/** The blocks of the file's latest use, up to the first that is torn or was left by an earlier one. */
export const blocksIn = (bytes: Buffer): readonly JournalBlock[] => {
  const blocks: JournalBlock[] = []
  const first = blockAt(bytes, 0)
  for (let block = first; block !== null && first !== null; block = blockAt(bytes, block.end)) {
    if (block.sequence !== first.sequence + blocks.length || !block.use.equals(first.use)) break
    blocks.push(block)
  }
  return blocks
}

/** Where the last of these ends, which begin a file. */
export const endOfBlocks = (blocks: readonly JournalBlock[]): number =>
  blocks.reduce((end, { body }) => end + BLOCK_HEADER_BYTES + body.length, 0)

/**
 * The first whole block of the file's latest use that begins after `end`, with a sequence higher than `sequence`; null where
 * there is none. One after the end of `blocksIn` means damage: a crash tears the last block only.
 */
export const blockBeyond = (
  bytes: Buffer,
  end: number,
  sequence: number,
): { readonly at: number; readonly sequence: number } | null => {
  const use = bytes.subarray(USE_AT, BLOCK_HEADER_BYTES)
  // The first block was erased, and with it the use: what looks like a block now may be a caller's bytes.
  if (use.every(byte => byte === 0)) return null
  for (let at = bytes.indexOf(MAGIC_BYTES, end + 1); at >= 0; at = bytes.indexOf(MAGIC_BYTES, at + 1)) {
    // Before its checksum, which callers who write this number a million times could make dear.
    if (!bytes.subarray(at + USE_AT, at + BLOCK_HEADER_BYTES).equals(use)) continue
    const block = blockAt(bytes, at)
    if (block !== null && block.sequence > sequence) return { at, sequence: block.sequence }
  }
  return null
}

/** Begins the entry of a record at `at`; its bytes follow `RECORD_ENTRY_BYTES` later. */
export const putRecordEntry = (
  target: Buffer,
  at: number,
  topic: number,
  partition: number,
  offset: bigint,
  length: number,
): void => {
  target[at] = RECORD
  target.writeUInt16LE(topic, at + 1)
  target.writeUInt16LE(partition, at + 3)
  target.writeBigUInt64LE(offset, at + 5)
  target.writeUInt32LE(length, at + 13)
}

/** Begins the entry of a write at `at`; key and value (-1: remove) follow `WRITE_ENTRY_BYTES` later. */
export const putWriteEntry = (
  target: Buffer,
  at: number,
  table: WrittenTable,
  keyLength: number,
  valueLength: number,
): void => {
  target[at] = tables[table]
  target.writeUInt32LE(keyLength, at + 1)
  target.writeUInt32LE(valueLength + 1, at + 5)
}

/** Hands the entries of a block over, in order. */
export const visitEntries = (body: Buffer, visitor: EntryVisitor): void => {
  for (let at = 0; at < body.length; ) {
    const kind = body[at]!
    if (kind === RECORD) {
      const from = at + RECORD_ENTRY_BYTES
      const end = from + body.readUInt32LE(at + 13)
      visitor.record(
        body.readUInt16LE(at + 1),
        body.readUInt16LE(at + 3),
        body.readBigUInt64LE(at + 5),
        body.subarray(from, end),
      )
      at = end
    } else {
      const keyAt = at + WRITE_ENTRY_BYTES
      const valueAt = keyAt + body.readUInt32LE(at + 1)
      const length = body.readUInt32LE(at + 5)
      const end = valueAt + Math.max(0, length - 1)
      const value = length === 0 ? null : body.subarray(valueAt, end)
      visitor.write(kind === tables.meta ? 'meta' : 'state', body.subarray(keyAt, valueAt), value)
      at = end
    }
  }
}
