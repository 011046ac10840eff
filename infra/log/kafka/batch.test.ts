import { crc32c } from '@platformatic/kafka'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NewRecord } from '../../../processors/ports/log.ts'
import { decodeBatches, encodeBatch, type Writing } from './batch.ts'
import { cursorOver, writeZigzag, zigzagSize } from './varint.ts'

const at = { topic: 't', partition: 0 }
const by = (producerId: bigint, transactional = true): Writing => ({ producerId, epoch: 0, sequence: 0, transactional })
const record = (value: string, more: Partial<NewRecord> = {}): NewRecord => ({
  ...at,
  key: null,
  value: Buffer.from(value),
  headers: {},
  timestampMs: 1_700_000_000_000,
  ...more,
})

/** The batch as a broker has it at an offset. */
const placed = (batch: Buffer, offset: bigint, attributes = 0): Buffer => {
  batch.writeBigInt64BE(offset)
  if (attributes === 0) return batch
  throw new Error('attributes are under the checksum')
}
const texts = (records: readonly { value: Uint8Array | null }[]) => records.map(({ value }) => String(value))

describe('record batches', () => {
  it('come back byte by byte, whatever is in them', () => {
    const bytes = fc.option(fc.uint8Array({ maxLength: 300 }).map(Buffer.from), { nil: null })
    const any = fc.record({
      key: bytes,
      value: bytes,
      headers: fc.dictionary(fc.string({ minLength: 1 }), fc.string()).map(each => ({ ...each })),
      timestampMs: fc.integer({ min: 0, max: 2 ** 45 }),
    })
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 20 }), drawn => {
        const sent = drawn.map(each => ({ ...at, ...each }))
        const { records, next } = decodeBatches(placed(encodeBatch(sent, by(1n)), 40n), at, 40n, [])
        expect(next).toBe(40n + BigInt(sent.length))
        expect(records.map(({ offset: _offset, ...rest }) => rest)).toEqual(sent)
      }),
    )
  })

  it('of aborted transactions are left out, and where to go on is past them', () => {
    const bytes = Buffer.concat([
      placed(encodeBatch([record('a'), record('b')], by(1n)), 0n),
      placed(encodeBatch([record('lost')], by(2n)), 2n),
      placed(encodeBatch([record('plain')], by(2n, false)), 3n),
    ])
    const { records, next, damage } = decodeBatches(bytes, at, 0n, [{ producerId: 2n, firstOffset: 2n }])
    expect(texts(records)).toEqual(['a', 'b', 'plain'])
    expect([next, damage]).toEqual([4n, null])
    const lost = decodeBatches(bytes.subarray(0, bytes.length - 10), at, 0n, [{ producerId: 2n, firstOffset: 2n }])
    expect([texts(lost.records), lost.next]).toEqual([['a', 'b'], 3n])
  })

  it('of a transaction that was aborted are left out behind the place too that was asked for', () => {
    const bytes = Buffer.concat([
      placed(encodeBatch([record('lost')], by(2n)), 0n),
      placed(encodeBatch([record('plain')], by(1n, false)), 1n),
      placed(encodeBatch([record('lost too')], by(2n)), 2n),
    ])
    expect(decodeBatches(bytes, at, 1n, [{ producerId: 2n, firstOffset: 0n }])).toMatchObject({
      next: 3n,
      damage: null,
    })
    expect(texts(decodeBatches(bytes, at, 1n, [{ producerId: 2n, firstOffset: 0n }]).records)).toEqual(['plain'])
  })

  it('give only what was asked for, for a broker sends the whole batch', () => {
    const bytes = placed(encodeBatch([record('a'), record('b'), record('c')], by(1n)), 10n)
    expect(texts(decodeBatches(bytes, at, 12n, []).records)).toEqual(['c'])
  })

  it('that are damaged are told of, and what lies before them is read', () => {
    const whole = placed(encodeBatch([record('a')], by(1n)), 0n)
    const torn = placed(encodeBatch([record('b')], by(1n)), 1n)
    torn[torn.length - 1]! ^= 1
    const { records, ...rest } = decodeBatches(Buffer.concat([whole, torn, whole]), at, 0n, [])
    expect([texts(records), rest]).toEqual([['a'], { next: 1n, damage: 'it has another checksum' }])
    expect(decodeBatches(torn, at, 1n, [])).toEqual({ records: [], next: 1n, damage: 'it has another checksum' })
  })

  it('of a length that cannot be are told of', () => {
    for (const length of [-100, 0, 10, 1_000_000]) {
      const bytes = placed(encodeBatch([record('a')], by(1n)), 0n)
      bytes.writeInt32BE(length, 8)
      expect(decodeBatches(bytes, at, 0n, [])).toEqual({ records: [], next: 0n, damage: 'its length cannot be' })
    }
  })

  it('are read or told of, whatever is in them', () => {
    const bytes = encodeBatch([record('a'), record('b')], by(1n))
    const bits = fc.array(fc.nat(bytes.length - 1), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(bits, fc.nat(7), fc.boolean(), (places, bit, sealed) => {
        const changed = Buffer.from(bytes)
        for (const place of places) changed[place]! ^= 1 << bit
        // Damage that came before the checksum was made.
        if (sealed) changed.writeUInt32BE(crc32c(changed.subarray(21)) >>> 0, 17)
        const { next, damage } = decodeBatches(changed, at, 0n, [])
        expect(damage === null || next === 0n).toBe(true)
      }),
    )
  })
})

describe('variable-length integers', () => {
  it('come back, in the size that was foretold', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), value => {
        const target = Buffer.alloc(10)
        expect(writeZigzag(target, 0, value)).toBe(zigzagSize(value))
        expect(cursorOver(target, 0).zigzag()).toBe(value)
      }),
    )
  })
})
