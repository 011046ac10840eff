import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeRecord, encodeRecord, sealRecord } from '../../infra/log/lmdb/record.ts'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import { type EventType, topicOfEvent } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'
import { mutated } from './bytes.ts'
import { bounded } from './seed.ts'

const golden = join(import.meta.dirname, '..', '..', 'schemas', 'golden')

/** Every event that was ever published, as it lies on its topic. */
const stored = readdirSync(golden).map((file): StoredRecord => {
  const { id, avro } = JSON.parse(readFileSync(join(golden, file), 'utf8')) as { id: number; avro: string }
  const head = Buffer.alloc(5)
  head.writeUInt32BE(id, 1)
  return {
    topic: topicOfEvent[file.split('.')[0] as EventType],
    partition: 0,
    offset: 7n,
    key: Buffer.from('key'),
    value: Buffer.concat([head, Buffer.from(avro, 'base64')]),
    headers: { ce_id: 'e1', ce_source: 'fuzz', ce_subject: 's', 'x-other': 'é' },
    timestampMs: 1,
  }
})

/** Whether the work is done or refused with the one error that it declares. */
const undecodableOnly = (work: () => unknown): void => {
  try {
    work()
  } catch (error) {
    if (!isTurnstreamError(error, 'RECORD_UNDECODABLE')) throw error
    expect(error.message).toMatch(/7/)
  }
}

it('an event that was published is decoded as it is', () => {
  for (const record of stored) expect(fromRecord(record)).toMatchObject({ id: 'e1', timeMs: 1 })
})

it('a value with any bytes changed is decoded or refused as RECORD_UNDECODABLE with its position', () => {
  const values = stored.map(({ topic, value }) => ({ topic, value: value! }))
  const broken = fc
    .constantFrom(...values)
    .chain(({ topic, value }) => mutated(fc.constant(value)).map(changed => ({ topic, value: changed })))
  fc.assert(
    fc.property(broken, change => undecodableOnly(() => fromRecord({ ...stored[0]!, ...change }))),
    bounded(5_000, 3_000),
  )
})

it('any bytes are decoded or refused as RECORD_UNDECODABLE, behind the header of any event too', () => {
  const heads = stored.map(({ topic, value }) => ({ topic, head: value!.subarray(0, 5) }))
  fc.assert(
    fc.property(
      fc.constantFrom(...heads),
      fc.uint8Array({ maxLength: 300 }),
      fc.boolean(),
      ({ topic, head }, rest, bare) =>
        undecodableOnly(() => fromRecord({ ...stored[0]!, topic, value: bare ? rest : Buffer.concat([head, rest]) })),
    ),
    bounded(5_000, 3_000),
  )
})

it('a stored record with any bytes changed is refused as RECORD_UNDECODABLE', () => {
  const sealed = stored.map(record => new Uint8Array(sealRecord(encodeRecord(record), 3)))
  for (const [at, bytes] of sealed.entries())
    expect(decodeRecord(Buffer.from(bytes), 't', 0, 7n).headers).toEqual(stored[at]!.headers)
  const anyBytes = fc.oneof(mutated(fc.constantFrom(...sealed)), fc.uint8Array({ maxLength: 100 }))
  fc.assert(
    fc.property(anyBytes, bytes => {
      if (sealed.some(whole => Buffer.compare(whole, bytes) === 0)) return
      let refused: unknown = null
      try {
        decodeRecord(Buffer.from(bytes), 't', 0, 7n)
      } catch (error) {
        refused = error
      }
      expect(isTurnstreamError(refused, 'RECORD_UNDECODABLE')).toBe(true)
    }),
    bounded(5_000, 3_000),
  )
})
