import { setTimeout as sleep } from 'node:timers/promises'
import {
  addOffsetsToTxnV3,
  addPartitionsToTxnV3,
  endTxnV3,
  initProducerIdV4,
  txnOffsetCommitV3,
} from '@platformatic/kafka'
import { expect, it } from 'vitest'
import { KafkaReason } from './reasons.ts'
import type { Table } from './table.ts'
import { openTransactor, TransactionFailed } from './transactor.ts'
import type { Wire } from './wire.ts'

it('sends nothing of a failed transaction again, not even while the next one is on its way', async () => {
  const sent: { what: string; epoch?: unknown }[] = []
  let epoch = -1
  const wire = {
    coordinator: async () => 1,
    forget: () => undefined,
    ask: async (_node: number, _lane: string, api: unknown, ...args: readonly unknown[]) => {
      if (api === initProducerIdV4.api) return { producerId: 7n, producerEpoch: ++epoch }
      if (api === addPartitionsToTxnV3.api || api === addOffsetsToTxnV3.api) return {}
      if (api === endTxnV3.api) throw new Error('connection closed')
      if (api === txnOffsetCommitV3.api) {
        sent.push({ what: 'offsets', epoch: args[3] })
        await sleep(5)
        throw new KafkaReason('COORDINATOR_LOAD_IN_PROGRESS', 'committing offsets')
      }
      sent.push({ what: 'records' })
      throw new Error('connection closed')
    },
  } as unknown as Wire
  const table = { prefix: '', known: () => ({ leaders: [1] }) } as unknown as Table
  const transactor = openTransactor({
    ...{ wire, table, transactionalId: 'group.0', lane: 'test', timeoutMs: 1_000 },
    outward: record => record,
  })
  await transactor.begin()
  const record = { topic: 'output', partition: 0, key: null, value: null, headers: {}, timestampMs: 0 }
  const offset = { topic: 'input', partition: 0, next: 1n, metadata: '' }
  const offsets = { group: 'group', memberId: 'm', generationId: 1, offsets: [offset] }
  await expect(transactor.run({ records: [record], offsets })).rejects.toThrow(TransactionFailed)
  expect(transactor.isBroken()).toBe(true)
  const before = [...sent]
  expect(before).toEqual([{ what: 'records' }, { what: 'offsets', epoch: 0 }])
  await transactor.begin()
  await sleep(300)
  expect(sent).toEqual(before)
})
