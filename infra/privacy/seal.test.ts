import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataOf } from '../../schemas/arbitrary.fixtures.ts'
import { eventSchemas, selfContained } from '../../schemas/assemble.ts'
import { decodeValue, encodeValue } from '../../schemas/codec.ts'
import { personalPaths } from '../../schemas/personal.ts'
import type { EventType } from '../../schemas/types.ts'
import { personalFieldsOf, placeholderOf } from './fields.ts'
import { decrypt, encrypt, isErased, isRedacted, openRecord, ownersIn, sealRecord } from './seal.ts'
import { openVault, type Vault } from './vault.ts'

let dataDir: string
let vault: Vault
let ids: string[]
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'turnstream-seal-'))
  vault = openVault(dataDir)
  ids = await Promise.all(['a', 'b', 'c'].map(name => vault.idFor({ kind: 'user', tenant: 't', name })))
})
afterAll(() => {
  vault.close()
  rmSync(dataDir, { recursive: true })
})

const recordOf = (type: EventType, data: unknown) => ({
  ...{ topic: 'x', partition: 0, key: null, timestampMs: 1 },
  value: encodeValue(type, data as never),
  headers: { ce_id: 'e1', ce_type: `turnstream.${type}` } as Record<string, string>,
})

describe.each(eventSchemas().filter(({ record }) => personalPaths[record.name as EventType]))(
  '$record.name',
  ({ record: schema }) => {
    const type = schema.name as EventType
    const anyData = dataOf(selfContained(schema))

    it('sealed has no personal field, has the same bytes each time, and opened is what it was', () => {
      fc.assert(
        fc.property(anyData, fc.nat(2), (data, spread) => {
          // Torn surrogates are written as they come and read as replacements: what is read is what is sealed.
          const record = recordOf(type, decodeValue(recordOf(type, data).value).data)
          const keysOf = ({ path }: { path: string }) => [ids[path.length % (spread + 1)]!]
          const seal = () => sealRecord(vault, record, decodeValue(record.value), [ids[0]!], keysOf)
          const sealed = seal()
          expect(sealed).toEqual(seal())
          const inside = decodeValue(sealed.value!)
          for (const { value } of personalFieldsOf(type, inside.data)) expect(value).toEqual(placeholderOf(value))
          expect(ownersIn(sealed)).toEqual([ids[0]])
          expect(openRecord(vault, sealed)).toEqual(record)
        }),
        { numRuns: 40 },
      )
    })
  },
)

describe('a record of two people', () => {
  const data = {
    turnId: 't1',
    tenant: 'default',
    helpful: false,
    rating: null,
    comment: 'it is mine',
    by: 'quoted of another',
  }
  it('keeps what is of the one when the other is erased, and is redacted all the same', async () => {
    const other = await vault.idFor({ kind: 'user', tenant: 't', name: 'other' })
    const record = recordOf('FeedbackGiven', data)
    const sealed = sealRecord(vault, record, decodeValue(record.value), [ids[0]!], ({ path }) =>
      path === 'by' ? [ids[0]!, other] : [ids[0]!],
    )
    vault.destroy(other)
    const opened = openRecord(vault, sealed)
    expect(decodeValue(opened.value!).data).toEqual({ ...data, by: '[redacted]' })
    expect([isRedacted(opened), isErased(opened)]).toEqual([true, false])
  })
  it('what is sealed under a destroyed key is redacted at once, and never opens', async () => {
    const gone = await vault.idFor({ kind: 'user', tenant: 't', name: 'gone' })
    vault.destroy(gone)
    const record = recordOf('FeedbackGiven', data)
    const sealed = sealRecord(vault, record, decodeValue(record.value), [gone], () => [gone])
    expect(sealed.headers.ce_sealed).toBe(`${gone}:`)
    const opened = openRecord(vault, sealed)
    expect(decodeValue(opened.value!).data).toEqual({ ...data, comment: '[redacted]', by: '[redacted]' })
    expect([isRedacted(opened), isErased(opened)]).toEqual([true, true])
  })
})

describe('encryption', () => {
  it('gives two texts of one name two nonces, and opens nothing that was altered or moved', () => {
    const key = vault.sealing([ids[0]!])!
    const [one, other] = ['one', 'two'].map(text => encrypt(key, 'e1', Buffer.from(text)))
    expect(one!.subarray(0, 12)).not.toEqual(other!.subarray(0, 12))
    expect(decrypt(key, 'e1', one!)?.toString()).toBe('one')
    expect(decrypt(key, 'e2', one!)).toBeNull()
    one![30]! ^= 1
    expect(decrypt(key, 'e1', one!)).toBeNull()
  })
})
