import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractSlots } from '../enrich/slots/extract.ts'
import type { RecordEntity } from '../ports/records.ts'
import { namedIn } from './name.ts'

const entities = new Map<string, RecordEntity>([
  ['order', { named: { kind: 'identifier', pattern: /^(?:FH(\d{6}))$/i, key: 'FH-$1' }, words: [], owned: true }],
  ['shipment', { named: { kind: 'identifier', pattern: /^(?:PW\d{8}GB)$/i, key: '$&' }, words: [], owned: true }],
  ['product', { named: { kind: 'slot', slot: 'product' }, words: ['price', 'how much'], owned: false }],
])
const keysIn = (message: string): readonly string[] =>
  namedIn(message, extractSlots(message, ['Willow smart plug']), entities).map(({ entity, key }) => `${entity} ${key}`)

describe('A message names', () => {
  it.each([
    ['an order, however it is written', 'Where is fh104180?', ['order FH-104180']],
    ['an order with its dash', 'Status of FH-104180, please', ['order FH-104180']],
    ['a parcel', 'Tracking PW25001420GB says nothing', ['shipment PW25001420GB']],
    ['several, each once', 'FH-104180 or FH-104181, not FH-104180', ['order FH-104180', 'order FH-104181']],
    ['a product whose price is asked', 'How much is the Willow smart plug?', ['product willow smart plug']],
    ['none where a product is spoken of', 'My Willow smart plug does not connect', []],
    ['none by a number that looks otherwise', 'Order 104180, FH-1041800, XFH-104180', []],
    ['none by nothing', 'How do I return an item?', []],
  ])('%s', (_title, message, keys) => expect(keysIn(message)).toEqual(keys))

  it('three at most', () => {
    expect(keysIn('FH-104180 FH-104181 FH-104182 FH-104183 FH-104184')).toHaveLength(3)
  })

  it('nothing but keys of the declared form, whatever else is written', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        'FH-104180',
        "FH-104180'; DROP TABLE orders; --",
        'PW25001420GB" OR 1=1',
        'FH-104180}) DETACH DELETE n //',
      ),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), parts => {
        for (const key of keysIn(parts.join(' ')))
          expect(key).toMatch(/^(order FH-\d{6}|shipment PW\d{8}GB|product willow smart plug)$/)
      }),
    )
  })
})
