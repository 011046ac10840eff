import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { turnstreamError } from '../../../../processors/errors.ts'
import type { Environment, Table } from '../environment.ts'
import { idKeyOf, offsetValue, recordKeyOf, secondOf, subjectKeyOf, timeKeyOf } from '../keys.ts'
import { latestSecondOf } from '../partitions.ts'
import { recordHeaders, recordSequence, recordTimestampMs, sealRecord } from '../record.ts'
import { blockBeyond, blocksIn, type EntryVisitor, endOfBlocks, type JournalBlock, visitEntries } from './format.ts'
import { journalPaths, type Stretch } from './journal.ts'

const MERGED = Buffer.from('journal')

/** Sequence of the last block whose entries are in the tables, 0 before the first. */
export const mergedIn = ({ meta }: Environment): number => meta.getBinary(MERGED)?.readUIntBE(0, 6) ?? 0

/** The blocks of a file up to the first that is not whole. Throws LOG_UNAVAILABLE when one that is not merged follows. */
const blocksOf = (path: string, merged: number): readonly JournalBlock[] => {
  const bytes = readIfThere(path)
  const blocks = blocksIn(bytes)
  const end = endOfBlocks(blocks)
  // What an earlier use has left is merged: where the write of a first block was torn, its use is still there to be read.
  const beyond = blockBeyond(bytes, end, Math.max(merged, blocks.at(-1)?.sequence ?? 0))
  if (beyond === null) return blocks
  throw turnstreamError(
    'LOG_UNAVAILABLE',
    `${path} is damaged: there is no whole block at byte ${end}, yet block ${beyond.sequence} at byte ${beyond.at}`,
    { details: { path, byte: end, block: beyond.sequence, blockByte: beyond.at } },
  )
}

/**
 * The blocks of the journal in `dir` after block `merged`, in order. Throws LOG_UNAVAILABLE when one between others is
 * missing or damaged: a crash tears the last one only, so the disk has lost what was acknowledged.
 */
export const blocksAfter = (dir: string, merged: number): readonly JournalBlock[] => {
  const blocks = journalPaths(dir)
    .flatMap(path => blocksOf(path, merged))
    .filter(({ sequence }) => sequence > merged)
    .sort((one, other) => one.sequence - other.sequence)
  const gap = blocks.findIndex(({ sequence }, i) => sequence !== merged + 1 + i)
  if (gap < 0) return blocks
  throw turnstreamError('LOG_UNAVAILABLE', `the journal in ${dir} is damaged: block ${merged + 1 + gap} is missing`, {
    details: { dir, block: merged + 1 + gap },
  })
}

const readIfThere = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Writes records with their indexes, and the last write of each key. */
const intoTables = (environment: Environment) => {
  const { records, times, ids, subjects } = environment
  const latestSeconds = new Map<number, number>()
  const writes = new Map<string, { table: Table; key: Buffer; value: Buffer | null }>()

  const indexTime = (topic: number, partition: number, offset: bigint, timestampMs: number): void => {
    const second = secondOf(timestampMs)
    const part = topic * 0x10000 + partition
    // Only the first record of a second that is later than all before: that is enough to find any time.
    const latest = latestSeconds.get(part) ?? latestSecondOf(environment, topic, partition)
    latestSeconds.set(part, Math.max(latest, second))
    if (second <= latest) return
    times.putSync(timeKeyOf(topic, partition, second), offsetValue(offset))
  }

  const visitor: EntryVisitor = {
    record: (topic, partition, offset, bytes) => {
      const key = recordKeyOf(topic, partition, offset)
      const sequence = recordSequence(bytes)
      records.putSync(key, sealRecord(bytes, sequence))
      indexTime(topic, partition, offset, recordTimestampMs(bytes))
      const { ce_id: id, ce_subject: subject } = recordHeaders(bytes)
      // The first record with an id keeps it: a duplicate must lead to what it duplicates.
      if (id !== undefined) ids.putSync(idKeyOf(id), key, { noOverwrite: true })
      if (subject !== undefined) subjects.putSync(subjectKeyOf(subject, sequence), key)
    },
    write: (table, key, value) => {
      writes.set(`${table}/${key.toString('latin1')}`, { table: environment[table], key, value })
    },
  }
  const finish = (): void => {
    for (const { table, key, value } of writes.values())
      value === null ? table.removeSync(key) : table.putSync(key, value)
  }
  return { visitor, finish }
}

/**
 * Brings blocks into the tables, all or none, durable when it returns; those that are there already change nothing. Throws
 * what LMDB throws.
 */
export const mergeBlocks = (environment: Environment, blocks: readonly JournalBlock[]): void => {
  const last = blocks.at(-1)
  if (last === undefined) return
  environment.root.transactionSync(() => {
    const merged = mergedIn(environment)
    const { visitor, finish } = intoTables(environment)
    for (const { sequence, body } of blocks) if (sequence > merged) visitEntries(body, visitor)
    finish()
    const value = Buffer.alloc(6)
    value.writeUIntBE(Math.max(merged, last.sequence), 0, 6)
    environment.meta.putSync(MERGED, value)
  })
}

/** Merges what was written to a file of the journal, and nothing after it. Throws LOG_UNAVAILABLE when some of it is gone. */
export const mergeStretch = (environment: Environment, { path, bytes, through }: Stretch): void => {
  const blocks = blocksIn(readStart(path, bytes))
  const found = blocks.at(-1)?.sequence
  if (found !== through)
    throw turnstreamError('LOG_UNAVAILABLE', `${path} is damaged: it ends with block ${found}, not ${through}`, {
      details: { path, block: through },
    })
  mergeBlocks(environment, blocks)
}

const readStart = (path: string, length: number): Buffer => {
  const bytes = Buffer.allocUnsafeSlow(length)
  const fd = openSync(path, 'r')
  try {
    return bytes.subarray(0, readSync(fd, bytes, 0, length, 0))
  } finally {
    closeSync(fd)
  }
}
