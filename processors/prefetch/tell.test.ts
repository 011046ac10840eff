import { expect, it } from 'vitest'
import type { Lookup } from '../../schemas/types.ts'
import { recordsTold } from './tell.ts'

const of = (rows: readonly object[]): Lookup => ({
  ...{ id: 'order:1', entity: 'order', store: 'test', query: '', parameters: '[]', outcome: 'found', owned: true },
  ...{ rows: rows.map(row => JSON.stringify(row)), atMs: null, asker: 'a' },
})

it('rows are told by their fields, nested ones too, without those that are empty', () => {
  const items = [
    { sku: 'HO-1', quantity: 2 },
    { sku: 'HO-2', quantity: 1 },
  ]
  const row = { id: 'FH-1', status: 'dispatched', delivered_at: null, items, carrier: '', paid: true }
  expect(recordsTold([of([row]), of([{ id: 'FH-2' }])])).toBe(
    'This is what we have on record:\n- order: id FH-1, status dispatched, items sku HO-1, quantity 2; sku HO-2, quantity 1, paid true\n- order: id FH-2',
  )
})

it('nothing is told where nothing was found', () => {
  expect(recordsTold([])).toBe('')
  expect(recordsTold([{ ...of([]), outcome: 'none' }])).toBe('')
})
