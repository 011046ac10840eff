import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyCell, keyOf } from './cells.ts'
import { ledgerLog, lineOf, lineRecord } from './ledger.fixtures.ts'
import { type LedgerModel, openLedger } from './model.ts'
import { openLedgerStore } from './store.ts'
import { summarise } from './summary.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-ledger-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const open = (log: ReturnType<typeof ledgerLog>['log'], onTrouble: (error: unknown) => void = () => {}) =>
  openLedger({ dir, log, everyMs: null, onTrouble })

/** Lines of five tenants, so that both partitions have some; the line at `i` cost `i` pico-USD. */
const records = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    lineRecord(lineOf({ turnId: `t${from + i}`, tenant: `tenant-${i % 5}`, costPicoUsd: from + i }), 2),
  )
const total = async (model: LedgerModel): Promise<{ turns: number; spent: string }> => {
  const { turns, usd } = summarise(await model.cells(), [])
  return { turns, spent: usd.spent }
}

it('has every line that was on the log when it was asked', async () => {
  const { log, append } = ledgerLog()
  const model = await open(log)
  expect(await total(model)).toEqual({ turns: 0, spent: '0' })
  append(...records(0, 700))
  expect(await total(model)).toEqual({ turns: 700, spent: '0.00000024465' })
  append(...records(700, 1_000))
  expect(await total(model)).toEqual({ turns: 1_000, spent: '0.0000004995' })
  await model.close()
})

it('goes on after a restart from where it was, and counts no line twice', async () => {
  const { log, append } = ledgerLog()
  append(...records(0, 300))
  const first = await open(log)
  await first.cells()
  await first.close()
  const reads: bigint[] = []
  const watched = {
    ...log,
    read: (at: Parameters<typeof log.read>[0], limit: number) => {
      reads.push(at.offset)
      return log.read(at, limit)
    },
  }
  append(...records(300, 310))
  const again = await open(watched)
  expect(await total(again)).toMatchObject({ turns: 310 })
  expect(reads).not.toContain(0n)
  await again.close()
})

it('forgets what it has folded of another log', async () => {
  const { log, append } = ledgerLog()
  append(...records(0, 300))
  const first = await open(log)
  await first.cells()
  await first.close()
  const other = await open({ ...ledgerLog().log, id: 'another-log' })
  expect(await total(other)).toMatchObject({ turns: 0 })
  await other.close()
})

it('rebuilds equal to what it was, while lines arrive', async () => {
  const { log, append } = ledgerLog()
  append(...records(0, 600))
  const model = await open(log)
  const rebuilding = model.rebuild()
  append(...records(600, 650))
  const { before, after, equal } = await rebuilding
  expect(equal).toBe(true)
  expect(after).toEqual(before)
  expect(await total(model)).toMatchObject({ turns: 650 })
  await model.close()
})

it('rebuilds what did not follow from the log, and says that it did not', async () => {
  const { log, append } = ledgerLog()
  append(...records(0, 20))
  const first = await open(log)
  await first.cells()
  await first.close()
  const store = await openLedgerStore(dir, log.id)
  const forged = { ...emptyCell(lineOf({ tenant: 'forged' })), turns: 7 }
  store.save(new Map([[keyOf(forged), forged]]), 0, store.position(0))
  await store.close()
  const model = await open(log)
  expect(await total(model)).toMatchObject({ turns: 27 })
  expect(await model.rebuild()).toMatchObject({ equal: false, before: { turns: 27 }, after: { turns: 20 } })
  expect(await total(model)).toMatchObject({ turns: 20 })
  await model.close()
})

it('has the digest of any other model that folded the same lines, in whatever strides', async () => {
  const { log, append } = ledgerLog()
  append(...records(0, 100))
  const model = await open(log)
  await model.cells()
  append(...records(100, 600))
  const { before, after } = await model.rebuild()
  expect(before.positions.reduce((sum, next) => sum + next)).toBe(600)
  expect(after.digest).toBe(before.digest)
  append(...records(600, 601))
  expect((await model.rebuild()).after.digest).not.toBe(before.digest)
  await model.close()
})

it('reports a record that is no ledger line, and counts the others', async () => {
  const { log, append } = ledgerLog()
  const [good, bad] = records(0, 2)
  append(good!, { ...bad!, value: Buffer.from('not avro') })
  const troubles: unknown[] = []
  const model = await open(log, error => void troubles.push(error))
  expect(await total(model)).toMatchObject({ turns: 1 })
  expect(troubles).toMatchObject([{ code: 'RECORD_UNDECODABLE' }])
  await model.close()
})

it('begins where the log begins when retention has dropped what came before', async () => {
  const { log, append } = ledgerLog()
  append(...records(0, 10).map(record => ({ ...record, partition: 0 })))
  const read = (at: Parameters<typeof log.read>[0], limit: number) => {
    if (at.partition === 0 && at.offset < 4n) throw new Error('read before the begin')
    return log.read(at, limit)
  }
  const begin = async ({ partition }: { partition: number }) => (partition === 0 ? 4n : 0n)
  const model = await open({ ...log, read, begin })
  expect(await total(model)).toMatchObject({ turns: 6 })
  await model.close()
})

it('folds by itself while nobody asks, and stops when it is closed', async () => {
  const { log, append } = ledgerLog()
  const { promise: folded, resolve } = Promise.withResolvers<void>()
  append(...records(0, 10))
  const read = (at: Parameters<typeof log.read>[0], limit: number) => {
    resolve()
    return log.read(at, limit)
  }
  const model = await openLedger({ dir, log: { ...log, read }, everyMs: 1, onTrouble: () => {} })
  await folded
  await model.close()
})
