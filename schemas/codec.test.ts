import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import avro from 'avsc'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataOf } from './arbitrary.fixtures.ts'
import { eventSchemas, selfContained } from './assemble.ts'
import { decodeValue, encodesTo, encodeValue } from './codec.ts'
import { schemaIds } from './encoders.ts'
import { publishedSchemas } from './published.ts'
import type { EventData, EventType } from './types.ts'
import { decodeOlder } from './upcast.ts'

const events = eventSchemas().map(({ record }) => {
  const schema = selfContained(record)
  return { type: record.name as EventType, schema, oracle: avro.Type.forSchema(schema as avro.Schema) }
})
type Known = (typeof events)[number]

const header = (type: EventType): Buffer => {
  const bytes = Buffer.alloc(5)
  bytes.writeUInt32BE(schemaIds[type], 1)
  return bytes
}
const asAvsc = ({ type, oracle }: Known, data: unknown): Buffer => Buffer.concat([header(type), oracle.toBuffer(data)])
const encode = ({ type }: Known, data: unknown): Buffer => encodeValue(type, data as EventData[EventType])

/** Undefined where `make` throws an Error; anything else thrown fails the test. */
const orRefused = <T>(make: () => T): T | undefined => {
  try {
    return make()
  } catch (error) {
    expect(error).toBeInstanceOf(Error)
    return undefined
  }
}

const goldenOf = (type: EventType): { id: number; avro: string } => {
  const newest = publishedSchemas().findLast(entry => entry.type === type)!
  return JSON.parse(readFileSync(join(import.meta.dirname, 'golden', `${type}.v${newest.version}.json`), 'utf8'))
}

describe.each(events)('$type', known => {
  const { type, schema, oracle } = known
  const golden = Buffer.from(goldenOf(type).avro, 'base64')

  it('the golden event decodes as avsc has it, and encodes to the same bytes', () => {
    const value = Buffer.concat([header(type), golden])
    expect(goldenOf(type).id).toBe(schemaIds[type])
    const { data } = decodeValue(value)
    expect(JSON.stringify(data)).toBe(JSON.stringify(oracle.fromBuffer(golden)))
    expect(encode(known, data).equals(value)).toBe(true)
    expect(decodeOlder(schemaIds[type], golden)).toEqual({ type, data })
  })

  it('data encodes to its own bytes, and to none that differ in one', () => {
    fc.assert(
      fc.property(dataOf(schema), fc.nat(), fc.integer({ min: 1, max: 255 }), (data, place, flip) => {
        const value = encode(known, data)
        expect(encodesTo(type, data as EventData[EventType], value)).toBe(true)
        expect(encodesTo(type, data as EventData[EventType], new Uint8Array([...value, 0]))).toBe(false)
        value[place % value.length]! ^= flip
        expect(encodesTo(type, data as EventData[EventType], value)).toBe(false)
      }),
    )
  })

  it('whatever fits the schema has the bytes that avsc writes, and reads as avsc reads it', () => {
    fc.assert(
      fc.property(dataOf(schema), data => {
        const value = encode(known, data)
        expect(value.toString('hex')).toBe(asAvsc(known, data).toString('hex'))
        const expected = oracle.fromBuffer(value.subarray(5))
        const read = decodeValue(Uint8Array.from(value))
        expect(read).toEqual({ type, data: expected })
        expect(JSON.stringify(read.data)).toBe(JSON.stringify(expected))
      }),
      { numRuns: 25 },
    )
  })

  it('one value that does not fit is refused where avsc refuses it, by the name of its field', () => {
    fc.assert(
      fc.property(dataOf(schema), fc.nat(), fc.constantFrom(...strangers), (data, at, stranger) => {
        const altered = replaced(data, at, stranger)
        const expected = orRefused(() => asAvsc(known, altered))
        expect(orRefused(() => encode(known, altered))?.toString('hex')).toBe(expected?.toString('hex'))
        if (!expected)
          expect(() => encode(known, altered)).toThrow(
            new RegExp(`^${type}(\\.\\w+.* must be | does not fit its schema$)`, 's'),
          )
      }),
      { numRuns: 60 },
    )
  })

  it('bytes that are cut off are refused, and altered ones read as avsc reads them or not at all', () => {
    const value = Buffer.concat([header(type), golden])
    for (let end = 5; end < value.length; end += 1 + (end >> 6))
      expect(() => decodeValue(value.subarray(0, end)), `cut at ${end}`).toThrow('truncated buffer')
    expect(() => decodeValue(Buffer.concat([value, Buffer.of(0)]))).toThrow('trailing data')
    fc.assert(
      fc.property(fc.nat(golden.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const altered = Buffer.from(value)
        altered[5 + at]! ^= bits
        const read = orRefused(() => decodeValue(altered))
        // Only what was read is put to avsc: for a count of 2^40 it would be busy for ever.
        if (read) expect(read.data).toEqual(oracle.fromBuffer(altered.subarray(5)))
      }),
      { numRuns: 60 },
    )
  })
})

const strangers: readonly unknown[] = [
  ...[undefined, null, true, '', 'x', 7, -0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, -(2 ** 31) - 1],
  ...[2 ** 53 - 2, 2 ** 53 - 1, -(2 ** 53), {}, [], [null], ['x'], [7], { x: 'y' }, { x: 7 }, Buffer.alloc(0)],
  ...[Buffer.of(1), new Uint8Array(2), () => 'x', Symbol.iterator, 7n, new Date(0)],
]

/** A copy in which the `at`-th place, counted through all depths and round again, holds something else. */
const replaced = (data: unknown, at: number, stranger: unknown): unknown => {
  const places: (() => void)[] = []
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
    const twin: Record<string, unknown> = Array.isArray(value) ? ([] as never) : {}
    for (const [key, inner] of Object.entries(value)) {
      twin[key] = copy(inner)
      places.push(() => {
        twin[key] = stranger
      })
    }
    return twin
  }
  const twin = copy(data)
  places[at % places.length]!()
  return twin
}

describe('values', () => {
  const event = events.find(({ type }) => type === 'TurnEnriched')!
  const data = event.oracle.fromBuffer(Buffer.from(goldenOf('TurnEnriched').avro, 'base64'))

  it('a value decoded or encoded stays as it is, whatever becomes of the bytes and of later values', () => {
    const value = encode(event, data)
    const before = Buffer.from(value)
    const read = decodeValue(value)
    const text = JSON.stringify(read)
    encode(event, { ...data, turnId: 'another' })
    decodeValue(encode(event, { ...data, turnId: 'x'.repeat(100) }))
    expect(value).toEqual(before)
    value.fill(0xff)
    expect(JSON.stringify(read)).toBe(text)
  })

  it('a refused value leaves nothing behind in the next one', () => {
    const expected = asAvsc(event, data)
    expect(() => encode(event, { ...data, views: { policyEpoch: 1, controlVersion: 'x' } })).toThrow(
      'TurnEnriched.views.controlVersion must be "long", is "x"',
    )
    expect(encode(event, data)).toEqual(expected)
  })

  it('values of megabytes pass, and small ones after them', () => {
    for (const length of [100_000, 3_000_000, 10]) {
      const large = { ...data, turnId: '€'.repeat(length), tenant: 'a'.repeat(length) }
      expect(encode(event, large).equals(asAvsc(event, large))).toBe(true)
      expect(decodeValue(encode(event, large)).data).toEqual(large)
    }
  })

  it('an unknown type and data that is nothing are refused', () => {
    expect(() => encodeValue('Nonsense' as EventType, {} as never)).toThrow('Nonsense has no published schema')
    for (const nothing of [null, undefined, 7, 'text']) expect(() => encode(event, nothing)).toThrow(/^TurnEnriched/)
  })
})
