import fc from 'fast-check'
import type { AvroRecord, AvroSchema } from './assemble.ts'

const halves = fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff', 'a', 'é', '€', '🙂')

/** Texts of every width, torn pairs included, of lengths around which writers change their ways. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(halves, { maxLength: 70 }).map(units => units.join('')),
  fc.tuple(fc.constantFrom('a', 'é', '€', '🙂', '\ud800'), fc.nat(70)).map(([unit, times]) => unit.repeat(times)),
  fc.tuple(fc.constantFrom('a', '€'), fc.constantFrom(2_730, 4_096, 8_191, 8_192)).map(([unit, n]) => unit.repeat(n)),
)

const largestLong = Number.MAX_SAFE_INTEGER - 1
const edges = [-1, 0, 1].flatMap(d =>
  [7, 14, 21, 28, 30, 31, 32, 35, 42, 49, 52].flatMap(n => [2 ** n + d, -(2 ** n) + d]),
)

export const anyLong = fc.oneof(
  fc.integer({ min: -largestLong, max: largestLong }),
  fc.constantFrom(largestLong, -largestLong, ...edges),
  fc.integer(),
)

const primitives: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  null: fc.constant(null),
  string: anyText,
  long: anyLong,
  int: fc.integer(),
  double: fc.double(),
  boolean: fc.boolean(),
  bytes: fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
}

/** Data that fits a self-contained schema; where a field has a default it may be left out. */
export const dataOf = (root: AvroRecord): fc.Arbitrary<unknown> => {
  const records = new Map<string, AvroRecord>()
  const arbitrary = (schema: AvroSchema): fc.Arbitrary<unknown> => {
    if (Array.isArray(schema)) return fc.oneof(...schema.map(arbitrary))
    if (typeof schema === 'string') return primitives[schema] ?? arbitrary(records.get(schema)!)
    if (schema.type === 'array') return fc.array(arbitrary(schema.items), { maxLength: 3 })
    if (schema.type === 'map') return fc.dictionary(anyText, arbitrary(schema.values), { maxKeys: 3 })
    records.set(`${schema.namespace}.${schema.name}`, schema)
    const fields = schema.fields.map(field => {
      const value = arbitrary(field.type)
      return [field.name, 'default' in field ? fc.option(value, { nil: undefined, freq: 10 }) : value] as const
    })
    return fc.record(Object.fromEntries(fields))
  }
  return arbitrary(root)
}
