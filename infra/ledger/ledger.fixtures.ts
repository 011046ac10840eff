import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog, NewRecord, StoredRecord } from '../../processors/ports/log.ts'
import { decodeValue } from '../../schemas/codec.ts'
import type { EventData, EventType, LedgerLine, Usage } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'

export const usageOf = (promptTokens: number, completionTokens: number): Usage => ({
  promptTokens,
  completionTokens,
  cachedTokens: 0,
  counted: false,
})

/** The line of a miss that cost 0.03 USD where the baseline would have cost 0.1 USD, with what a test cares about. */
export const lineOf = (cares: Partial<LedgerLine>): LedgerLine => ({
  turnId: 't1',
  tenant: 'default',
  scene: 'general',
  day: '2026-01-01',
  source: 'model',
  tier: 'small',
  pool: 'cloud',
  model: 'small',
  usage: usageOf(100, 10),
  calls: 1,
  costPicoUsd: 30_000_000_000,
  baselineModel: 'large',
  baselineTokens: usageOf(150, 10),
  baselinePicoUsd: 100_000_000_000,
  embedMs: 1.5,
  latencyMs: 300,
  degraded: null,
  atMs: Date.parse('2026-01-01T12:00:00Z'),
  views: { policyEpoch: -1, controlVersion: 0 },
  choice: null,
  routing: null,
  purpose: 'answer',
  checked: null,
  ...cares,
})

const golden = join(import.meta.dirname, '..', '..', 'schemas', 'golden')

/** A stored record about turn t1: the golden example of its type, with what a test cares about. */
export const recordOf = <T extends EventType>(
  type: T,
  cares: Partial<EventData[T]>,
  id: string = type,
): StoredRecord => {
  const { id: schema, avro } = JSON.parse(readFileSync(join(golden, `${type}.v1.json`), 'utf8'))
  const bytes = Buffer.concat([Buffer.from([0, 0, 0, schema >> 8, schema & 255]), Buffer.from(avro, 'base64')])
  const data = { ...(decodeValue(bytes).data as EventData[T]), turnId: 't1', ...cares }
  const event = {
    id,
    type,
    key: 'k',
    timeMs: Date.parse('2026-01-01T12:00:00Z'),
    source: 's',
    subject: 't1',
    cause: null,
    data,
  }
  return { ...toRecord(event as unknown as DomainEvent, 1), offset: 0n }
}

/** The record of a line on a log whose keyed topics have so many partitions. */
export const lineRecord = (line: LedgerLine, partitions: number): NewRecord => {
  const event: DomainEvent<'LedgerLine'> = {
    id: `${line.turnId}.ledger`,
    type: 'LedgerLine',
    key: line.tenant,
    timeMs: line.atMs,
    source: 'ledger',
    subject: line.turnId,
    cause: null,
    data: line,
  }
  return toRecord(event, partitions)
}

/** A log in memory that has cost.ledger with two partitions. */
export const ledgerLog = () => {
  const partitions: StoredRecord[][] = [[], []]
  const log: Pick<EventLog, 'id' | 'topics' | 'begin' | 'end' | 'read'> = {
    id: 'a-log',
    topics: async () => [{ name: 'cost.ledger', partitions: 2, cleanup: 'delete', retentionMs: null }],
    begin: async () => 0n,
    end: async ({ partition }) => BigInt(partitions[partition]!.length),
    read: async ({ partition, offset }, limit) => partitions[partition]!.slice(Number(offset), Number(offset) + limit),
  }
  return {
    log,
    append: (...records: readonly NewRecord[]): void => {
      for (const record of records) {
        const records = partitions[record.partition]!
        records.push({ ...record, offset: BigInt(records.length) })
      }
    },
  }
}
