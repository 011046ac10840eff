import { expect, it } from 'vitest'
import type { StoredRecord } from '../../../../processors/ports/log.ts'
import { addRecent, dropRecent, type Part, placeOf, trim } from './part.ts'

const partOf = (count: number, bytes: number, step = 1n): Part => {
  const part: Part = {
    ...{ topic: 'input', partition: 0, name: 'input/0', number: 0, position: BigInt(count) * step },
    ...{ begin: 0n, localFrom: 0n, end: 0n, recent: [], recentFrom: 0n, recentBytes: 0, flushed: 0 },
  }
  for (let n = 0; n < count; n++)
    addRecent(part, { offset: BigInt(n) * step, value: Buffer.alloc(bytes) } as unknown as StoredRecord)
  return part
}
const stateOf = ({ recent, recentFrom, recentBytes, flushed }: Part) => [
  recent.length,
  recentFrom,
  recentBytes,
  flushed,
]

it('the newest records stay in memory, by number and by bytes, and those that are in no table yet', () => {
  const few = partOf(1_999, 10)
  few.flushed = 1_999
  trim(few)
  expect(stateOf(few)).toEqual([1_999, 0n, 19_990, 1_999])

  const many = partOf(2_000, 10, 2n)
  many.flushed = 2_000
  trim(many)
  expect(stateOf(many)).toEqual([1_000, 2_000n, 10_000, 1_000])

  const large = partOf(5, 2 ** 18)
  large.flushed = 5
  trim(large)
  expect(stateOf(large)).toEqual([2, 3n, 2 ** 19, 2])

  const unwritten = partOf(3_000, 10)
  unwritten.flushed = 500
  trim(unwritten)
  expect(stateOf(unwritten)).toEqual([2_500, 500n, 25_000, 0])
})

it('what is dropped no longer counts', () => {
  const part = partOf(10, 100)
  dropRecent(part, placeOf(part, 4n))
  expect([part.recent.length, part.recentBytes, part.recent[0]!.offset]).toEqual([6, 600, 4n])
})
