import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { answeredOf, eventOf } from '../../processors/fixtures.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'
import { toRecord } from '../../topics/wire.ts'
import { type LmdbLog, openLmdbLog } from '../log/lmdb/open.ts'
import { decodedOrNull, pagesOf } from './pages.ts'

let dir: string
let log: LmdbLog
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-pages-'))
  // An unkind log gives less than there is.
  log = await openLmdbLog({ dir, unkind: { seed: 3 } })
  await log.createTopics(catalogue.map(topic => ({ ...topic, partitions: partitionsOf(topic, 1) })))
})
afterEach(async () => {
  await log.close()
  rmSync(dir, { recursive: true })
})

const at = { topic: 'chat.answers', partition: 0 }
const answered = (n: number) =>
  toRecord(eventOf('TurnAnswered', answeredOf({ turnId: `t${n}` }), { id: `t${n}.answered` }), 1)

it('gives every record that is there when it begins, in order, and ends although more come', async () => {
  await log.append(Array.from({ length: 2_500 }, (_, n) => answered(n)))
  const ids: (string | undefined)[] = []
  let more = 2_500
  for await (const records of pagesOf(log, at)) {
    ids.push(...records.map(({ headers }) => headers.ce_id))
    await log.append([answered(more++)])
  }
  expect(ids.length).toBeLessThan(more)
  expect(ids.slice(0, 2_500)).toEqual(Array.from({ length: 2_500 }, (_, n) => `t${n}.answered`))
})

it('gives nothing of an empty partition, and null for what does not decode', async () => {
  for await (const records of pagesOf(log, at)) expect(records).toBeNull()
  await log.append([answered(1), { ...answered(2), value: Buffer.from('no event') }])
  const events = []
  for await (const records of pagesOf(log, at)) events.push(...records.map(decodedOrNull))
  expect(events.map(event => event?.id ?? null)).toEqual(['t1.answered', null])
})
