import { expect, test } from 'vitest'
import { turnstreamError } from '../../processors/errors.ts'
import type { Position, StoredRecord } from '../../processors/ports/log.ts'
import { readPast } from './read.ts'

const record = (offset: bigint): StoredRecord => ({
  topic: 't',
  partition: 0,
  offset,
  key: null,
  value: null,
  headers: {},
  timestampMs: 0,
})

/** A log with records from `begin` to `end`, of which `damaged` cannot be read. */
const logOf = ({ begin = 0n, end, damaged }: { begin?: bigint; end: bigint; damaged?: bigint }) => ({
  read: async ({ offset }: Position, limit: number) => {
    if (offset < begin) throw turnstreamError('OFFSET_OUT_OF_RANGE', 'dropped', { details: { begin: String(begin) } })
    const last = offset + BigInt(limit) < end ? offset + BigInt(limit) : end
    if (damaged !== undefined && offset <= damaged && damaged < last)
      throw turnstreamError('RECORD_UNDECODABLE', 'damaged', { details: { offset: String(damaged) } })
    return Array.from({ length: Math.max(0, Number(last - offset)) }, (_, i) => record(offset + BigInt(i)))
  },
})
const at = (offset: bigint): Position => ({ topic: 't', partition: 0, offset })

test('reads on where the log begins when what lay at the place has been dropped', async () => {
  const reading = await readPast(logOf({ begin: 5n, end: 8n }), at(2n), 10)
  expect(reading).toMatchObject({ damaged: null, next: 8n })
  expect(reading.records.map(({ offset }) => offset)).toEqual([5n, 6n, 7n])
})

test('goes on from the begin of a log of which nothing is left', async () => {
  expect(await readPast(logOf({ begin: 5n, end: 5n }), at(2n), 10)).toEqual({ records: [], damaged: null, next: 5n })
})

test('stays where it is at the end', async () => {
  expect(await readPast(logOf({ end: 3n }), at(3n), 10)).toEqual({ records: [], damaged: null, next: 3n })
})

test('reads up to a damaged record behind the begin, and goes on after it', async () => {
  const reading = await readPast(logOf({ begin: 1n, end: 6n, damaged: 3n }), at(0n), 10)
  expect(reading.records.map(({ offset }) => offset)).toEqual([1n, 2n])
  expect(reading).toMatchObject({ damaged: { offset: 3n }, next: 4n })
})

test('hands on an error that names no later begin, instead of reading for ever', async () => {
  const log = {
    read: () => Promise.reject(turnstreamError('OFFSET_OUT_OF_RANGE', 'dropped', { details: { begin: '2' } })),
  }
  await expect(readPast(log, at(2n), 10)).rejects.toThrow('dropped')
})
