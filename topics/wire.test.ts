import { expect, it } from 'vitest'
import { isTurnstreamError } from '../processors/errors.ts'
import type { DomainEvent } from '../processors/event.ts'
import type { StoredRecord } from '../processors/ports/log.ts'
import { fromRecord, isRecordOf, toRecord } from './wire.ts'

const event: DomainEvent<'EntryEvicted'> = {
  id: 'e1.evicted',
  type: 'EntryEvicted',
  key: 'semantic_cache:général:1',
  timeMs: 1_795_267_911_145,
  source: 'evict',
  subject: 'e1',
  cause: 'e1.stored',
  data: {
    entryId: 'semantic_cache:général:1',
    reason: 'unused',
    storedAtMs: null,
    views: { policyEpoch: 0, controlVersion: 0 },
  },
}
const stored = (event: DomainEvent): StoredRecord => ({ ...toRecord(event, 4), offset: 7n })
const codeOf = (work: () => unknown): [string, string] => {
  try {
    work()
    return ['', '']
  } catch (error) {
    return isTurnstreamError(error) ? [error.code, error.message] : ['', String(error)]
  }
}

it('a record carries CloudEvents attributes as headers, in this order', () => {
  expect(Object.entries(toRecord(event, 4).headers)).toEqual([
    ['ce_specversion', '1.0'],
    ['ce_id', 'e1.evicted'],
    ['ce_type', 'turnstream.EntryEvicted'],
    ['ce_source', 'evict'],
    ['ce_subject', 'e1'],
    ['ce_time', '2026-11-21T13:31:51.145Z'],
    ['ce_causationid', 'e1.stored'],
    ['content-type', 'application/avro'],
  ])
  const { ce_causationid: _, ...rest } = toRecord(event, 4).headers
  expect(Object.entries(toRecord({ ...event, cause: null }, 4).headers)).toEqual(Object.entries(rest))
})

it('an event comes back as it went, with bytes that are no Buffer too', () => {
  const record = stored(event)
  expect(record).toMatchObject({ topic: 'cache.entries', timestampMs: event.timeMs, offset: 7n })
  expect(fromRecord(record)).toEqual(event)
  expect(fromRecord({ ...record, key: new Uint8Array(record.key!), value: new Uint8Array(record.value!) })).toEqual(
    event,
  )
  expect(fromRecord(stored({ ...event, cause: null })).cause).toBeNull()
})

it('an event is told from a record that differs from its own in anything', () => {
  const record = toRecord(event, 4)
  expect(isRecordOf(event, record, 4)).toBe(true)
  expect(
    isRecordOf(event, { ...record, key: new Uint8Array(record.key!), value: new Uint8Array(record.value!) }, 4),
  ).toBe(true)
  const { ce_subject: _, ...fewer } = record.headers
  const others: Partial<StoredRecord>[] = [
    { topic: 'chat.turns' },
    { partition: record.partition + 1 },
    { key: null },
    { key: Buffer.from('semantic_cache:general:1') },
    { value: null },
    { value: record.value!.subarray(0, -1) },
    { value: Buffer.concat([record.value!, Buffer.of(0)]) },
    { timestampMs: event.timeMs + 1 },
    { headers: fewer },
    { headers: { ...record.headers, ce_traceparent: '00' } },
    { headers: { ...fewer, ce_traceparent: 'e1' } },
    ...Object.keys(record.headers).map(name => ({ headers: { ...record.headers, [name]: 'another' } })),
    ...Array.from(record.value!, (_byte, at) => ({
      value: Buffer.from(record.value!).fill(record.value![at]! ^ 1, at, at + 1),
    })),
  ]
  for (const other of others) expect(isRecordOf(event, { ...record, ...other }, 4), JSON.stringify(other)).toBe(false)
})

it('a comparison refuses what cannot be encoded as making a record does', () => {
  const record = toRecord(event, 4)
  const odd = { ...event, data: { entryId: 'e', reason: 7 } } as unknown as DomainEvent
  expect(codeOf(() => isRecordOf(odd, record, 4))).toEqual(codeOf(() => toRecord(odd, 4)))
})

it('what cannot be encoded is refused by the name of its field', () => {
  const odd = { ...event, data: { entryId: 'e', reason: 7 } } as unknown as DomainEvent
  expect(codeOf(() => toRecord(odd, 4))).toEqual(['RECORD_INVALID', 'EntryEvicted.reason must be "string", is 7'])
  const [code] = codeOf(() => toRecord({ ...event, type: 'Nonsense' } as unknown as DomainEvent, 4))
  expect(code).toBe('RECORD_INVALID')
})

it.each<[string, Partial<StoredRecord>, string]>([
  ['a tombstone', { value: null }, 'a tombstone where an event was expected'],
  ['one without id', { headers: {} }, 'the header ce_id is missing'],
  ['one on a foreign topic', { topic: 'tasks' }, 'a EntryEvicted belongs on cache.entries'],
  ['one that is cut off', { value: stored(event).value!.subarray(0, 9) }, 'truncated buffer'],
])('%s is refused by its position', (_what, change, reason) => {
  const record = { ...stored(event), ...change }
  expect(codeOf(() => fromRecord(record))).toEqual([
    'RECORD_UNDECODABLE',
    `${record.topic}/${record.partition}@7: ${reason}`,
  ])
})
