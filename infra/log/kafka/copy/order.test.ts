import { expect, it } from 'vitest'
import type { StoredRecord } from '../../../../processors/ports/log.ts'
import { inOrder } from './order.ts'

const record = (id: string, timestampMs: number, cause?: string): StoredRecord => ({
  ...{ topic: 't', partition: 0, offset: 0n, key: null, value: null, timestampMs },
  headers: { ce_id: id, ...(cause === undefined ? {} : { ce_causationid: cause }) },
})

it('puts a cause before what it caused, whichever topic was seen first', () => {
  const found = inOrder([record('answer', 5, 'call'), record('call', 5, 'turn'), record('turn', 5), record('old', 1)])
  expect(found.map(({ headers }) => headers.ce_id)).toEqual(['old', 'turn', 'call', 'answer'])
})

it('ends where causes go in a circle', () => {
  expect(inOrder([record('a', 1, 'b'), record('b', 1, 'a')]).length).toBe(2)
})
