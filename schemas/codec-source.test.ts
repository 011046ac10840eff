import { expect, it } from 'vitest'
import type { AvroRecord, AvroSchema } from './assemble.ts'
import { codecSource } from './codec-source.ts'

const record = (type: AvroSchema): AvroRecord => ({
  type: 'record',
  name: 'Odd',
  namespace: 'test',
  doc: '',
  fields: [{ name: 'field', type, doc: '' }],
})

it.each<[string, AvroSchema]>([
  ['a union of two types that are not null', ['string', 'long']],
  ['a union of three', ['null', 'string', 'long']],
  ['null alone, which has no bytes', { type: 'array', items: 'null' }],
  ['a name that no shared record has', 'test.Nowhere'],
])('no codec is written for %s', (_what, type) => {
  expect(() => codecSource([record(type)], new Map(), new Map())).toThrow('no codec for')
})

it('a record without fields, whose bytes cannot be counted, is refused', () => {
  expect(() => codecSource([{ ...record('string'), fields: [] }], new Map(), new Map())).toThrow('Odd has no fields')
})
