import avro from 'avsc'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyLong, anyText } from '../arbitrary.fixtures.ts'
import {
  createReader,
  finish,
  load,
  type Reader,
  readBytes,
  readCount,
  readDouble,
  readInt,
  readLong,
  readString,
} from './reader.ts'
import { createWriter, rewind, type Writer, writeDouble, writeInt, writeLong, writeString } from './writer.ts'

const writer = createWriter()
const written = (write: (to: Writer) => void): Buffer => {
  rewind(writer)
  write(writer)
  return Buffer.from(writer.bytes.subarray(0, writer.at))
}
const reader = createReader()
const readAs = <T>(bytes: Uint8Array, read: (from: Reader) => T): T => {
  load(reader, bytes, 0)
  const value = read(reader)
  finish(reader)
  return value
}
const oracles = { long: avro.Type.forSchema('long'), string: avro.Type.forSchema('string') }

describe('what is written is what avsc writes, and reads back', () => {
  it('numbers', () => {
    fc.assert(
      fc.property(anyLong, value => {
        const bytes = written(to => writeLong(to, value))
        expect(bytes).toEqual(oracles.long.toBuffer(value))
        expect(readAs(bytes, readLong)).toBe(oracles.long.fromBuffer(bytes))
      }),
      { numRuns: 500 },
    )
  })

  it('texts', () => {
    fc.assert(
      fc.property(anyText, value => {
        const bytes = written(to => writeString(to, value))
        expect(bytes).toEqual(oracles.string.toBuffer(value))
        expect(readAs(bytes, readString)).toBe(oracles.string.fromBuffer(bytes))
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([0, -0, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324])('the double %d', value => {
    const bytes = written(to => writeDouble(to, value))
    expect(bytes).toEqual(avro.Type.forSchema('double').toBuffer(value))
    expect(readAs(bytes, readDouble)).toBe(value)
  })

  it('numbers that a reader of JavaScript could not tell apart are refused, and so are fractions', () => {
    for (const value of [2 ** 53 - 1, -(2 ** 53) + 1, Number.POSITIVE_INFINITY, Number.NaN, 0.5])
      expect(() => written(to => writeLong(to, value))).toThrow('not a long')
    for (const value of [2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN])
      expect(() => written(to => writeInt(to, value))).toThrow('not an int')
  })
})

describe('bytes that say more than they hold', () => {
  const long = (value: number): Buffer => oracles.long.toBuffer(value)
  it.each<[string, (from: Reader) => unknown, Buffer, string]>([
    ['a text of a terabyte', readString, long(2 ** 40), 'truncated'],
    ['bytes of a terabyte', readBytes, long(2 ** 40), 'truncated'],
    ['an array of 2^40 items', readCount, long(2 ** 40), 'truncated'],
    ['a block of 2^40 items with its size', readCount, Buffer.concat([long(-(2 ** 40)), long(7)]), 'truncated'],
    ['a text of negative length', readString, long(-1), 'a length of -1'],
    ['a number without end', readLong, Buffer.alloc(1_000, 0xff), 'more than ten bytes'],
    ['a number of 64 bits', readLong, Buffer.from('ffffffffffffffffff01', 'hex'), 'precision'],
    ['a number cut off', readLong, Buffer.of(0x80), 'truncated'],
    ['a wide number cut off', readLong, long(2 ** 40).subarray(0, 5), 'truncated'],
    ['an int of 33 bits', readInt, long(2 ** 31), 'no int'],
    ['half a double', readDouble, Buffer.alloc(4), 'truncated'],
    ['nothing', readLong, Buffer.alloc(0), 'truncated'],
  ])('%s is refused at once', (_what, read, bytes, message) => {
    expect(() => readAs(bytes, read)).toThrow(message)
  })

  it('numbers and blocks may take the long form that other writers use', () => {
    expect(readAs(Buffer.of(0x82, 0x80, 0x80, 0x80, 0x00), readLong)).toBe(1)
    const block = Buffer.concat([long(-2), long(2), Buffer.alloc(2)])
    expect(readAs(block, from => [readCount(from), readLong(from), readLong(from)])).toEqual([2, 0, 0])
  })
})

it('texts read before are recognised, and never mistaken for others that are alike', () => {
  const parts = fc.tuple(fc.constantFrom('', 'turn', 'semantic_cache:'), fc.nat(3), fc.nat(3), fc.nat(20), fc.nat(3))
  const alike = parts.map(([start, a, b, n, c]) => `${start}${a}${'x'.repeat(n)}${b}${'y'.repeat(n)}${c}same`)
  fc.assert(
    fc.property(fc.array(fc.oneof(alike, anyText), { minLength: 50, maxLength: 100 }), texts => {
      const values = texts.map(text => oracles.string.toBuffer(text))
      for (const value of [...values, ...values, ...values])
        expect(readAs(value, readString)).toBe(oracles.string.fromBuffer(value))
    }),
    { numRuns: 20 },
  )
})
