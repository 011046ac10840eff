import { describe, expect, it } from 'vitest'
import { isTurnstreamError } from '../../processors/errors.ts'
import { decodeValue } from '../../schemas/codec.ts'
import type { Registry } from './registry.ts'
import { createTranslation } from './translate.ts'

const value = (id: number, ...rest: number[]): Buffer => {
  const bytes = Buffer.from([0, 0, 0, 0, 0, ...rest])
  bytes.writeUInt32BE(id, 1)
  return bytes
}
const ids = {
  outward: new Map([[1, 101]]),
  inward: new Map([
    [101, 1],
    [90, 1],
  ]),
}
const nobody: Registry = {
  register: async () => 0,
  schema: async () => {
    throw new Error('the registry is gone')
  },
}

describe('translation of schema ids', () => {
  const translation = createTranslation(ids, nobody)

  it('exchanges the id and leaves the rest', () => {
    expect(translation.outward(value(1, 7, 8))).toEqual(value(101, 7, 8))
    expect(translation.inward(value(101, 7, 8))).toEqual(value(1, 7, 8))
  })

  it('knows ids that the registry gave before', () => {
    expect(translation.inward(value(90, 7))).toEqual(value(1, 7))
  })

  it('leaves tombstones and what is in no wire format as they are', () => {
    expect(translation.outward(null)).toBeNull()
    expect(translation.inward(Buffer.from('{}'))).toEqual(Buffer.from('{}'))
  })

  it('refuses to write a schema that the registry was never given', () => {
    let error: unknown
    try {
      translation.outward(value(2))
    } catch (thrown) {
      error = thrown
    }
    expect(isTurnstreamError(error, 'SCHEMA_UNKNOWN')).toBe(true)
  })

  it("never takes an unknown id of the registry's for one of its own, and gives it back as it was", async () => {
    const strange = value(1, 1, 2, 3)
    expect(translation.isReady(strange)).toBe(false)
    await translation.prepare([strange])
    const inside = translation.inward(strange)!
    expect(() => decodeValue(inside)).toThrow(/never published/)
    expect(translation.outward(inside)).toEqual(strange)
  })
})
