import { expect, it } from 'vitest'
import { MAX_OFFSET, offsetOfKey, recordKeyOf } from './keys.ts'

it.each([
  0n,
  1n,
  255n,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n + 3n,
  MAX_OFFSET,
])('the offset %s of a record is read from its key as it was written', offset => {
  expect(offsetOfKey(recordKeyOf(0xfffe, 0xfffd, offset))).toBe(offset)
})

it('a key is read alike wherever in its memory it lies', () => {
  const memory = Buffer.alloc(40, 0xff)
  const key = memory.subarray(13, 25)
  key.set(recordKeyOf(1, 2, 77n))
  expect(offsetOfKey(key)).toBe(77n)
})
