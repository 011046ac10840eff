import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { type KafkaLog, openKafkaLog } from '../../infra/log/kafka/open.ts'
import type { Translation } from '../../infra/registry/translate.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import type { NewRecord } from '../../processors/ports/log.ts'
import { describeOn } from './describe-on.ts'
import { shared } from './needs.ts'

const TOPIC = 'mixed'
const PARTITIONS = 2
const ROUNDS = 60

/** Values lie in Kafka otherwise than here, and what lies there otherwise is not to be read. */
const marked: Translation = {
  outward: value => value && Buffer.concat([Buffer.from('~'), value]),
  isReady: () => true,
  prepare: async () => undefined,
  inward: value => {
    if (value !== null && value[0] !== '~'.charCodeAt(0)) throw new Error('a value that never lay in Kafka')
    return value === null ? null : value.subarray(1)
  },
}

const record = (id: string, partition: number): NewRecord => ({
  topic: TOPIC,
  partition,
  key: Buffer.from(`key ${id}`),
  value: Buffer.from(`value ${id}`),
  headers: { ce_id: id, ce_subject: 'subject' },
  timestampMs: 1_700_000_000_000 + id.length,
})

const all = async (log: KafkaLog) => {
  const found: unknown[] = []
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const end = await log.end({ topic: TOPIC, partition })
    for (let offset = 0n; offset < end; ) {
      const records = await log.read({ topic: TOPIC, partition, offset }, 500)
      for (const { key, value, ...rest } of records) found.push({ ...rest, key: String(key), value: String(value) })
      offset = records.at(-1)!.offset + 1n
    }
  }
  return found
}

await describeOn('Copies of the log on Kafka', { kafka: shared('kafka') }, ({ kafka }) => {
  const prefix = `copies.${randomBytes(4).toString('hex')}.`
  const open = async (): Promise<KafkaLog> => {
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-copies-'))
    const log = await openKafkaLog({ brokers: kafka.address.split(','), dir, prefix, translation: marked })
    onTestFinished(async () => {
      await log.close()
      rmSync(dir, { recursive: true })
    })
    return log
  }

  test('of those who write, and take what they wrote without fetching it, are what another fetches', async () => {
    const writers = [await open(), await open()]
    for (const log of writers)
      await log.createTopics([{ name: TOPIC, partitions: PARTITIONS, cleanup: 'delete', retentionMs: null }])
    const random = seededRandom(23)
    const ids: string[] = []
    const next = (): string => {
      ids.push(`id-${ids.length}`)
      return ids.at(-1)!
    }
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.all(
        writers.flatMap(log => [
          // To one partition without a transaction, and to both in one, whose marker is an offset without a record.
          log.append(Array.from({ length: random.int(1, 3) }, () => record(next(), 0))),
          log.append([record(next(), 0), record(next(), 1)]),
        ]),
      )
      if (random.int(0, 2) === 0) await sleep(random.int(0, 20))
    }
    const fetched = await all(await open())
    expect(fetched).toHaveLength(ids.length)
    for (const log of writers) {
      expect(await all(log)).toEqual(fetched)
      expect(ids.filter(id => !log.has(id))).toEqual([])
      expect(log.ofSubject('subject')).toHaveLength(ids.length)
    }
  }, 60_000)

  test('have what was written as soon as the write is answered, and bytes that the writer may use again', async () => {
    const log = await open()
    await log.createTopics([{ name: TOPIC, partitions: PARTITIONS, cleanup: 'delete', retentionMs: null }])
    const value = Buffer.from('first')
    for (const partition of [0, 1]) {
      const mine = { ...record(`mine-${partition}`, partition), value }
      const written = partition === 0 ? [mine] : [mine, record('beside', 0)]
      const [at] = await log.append(written)
      value.write('other')
      expect(log.find(`mine-${partition}`)).toMatchObject({ partition, offset: at!.offset })
      expect(String(log.find(`mine-${partition}`)!.value)).toBe('first')
      value.write('first')
    }
  })

  test('what was committed before is found once it has settled, although its transaction was still open to readers', async () => {
    const log = await open()
    await log.createTopics([{ name: TOPIC, partitions: PARTITIONS, cleanup: 'delete', retentionMs: null }])
    const client = new kafkajs.Kafka({ brokers: kafka.address.split(','), logLevel: kafkajs.logLevel.NOTHING })
    const producer = client.producer({ transactionalId: `${prefix}other`, maxInFlightRequests: 1 })
    await producer.connect()
    onTestFinished(() => producer.disconnect())
    const transaction = await producer.transaction()
    const messages = [{ key: 'key', value: '~value', partition: 1, headers: { ce_id: 'late' } }]
    await transaction.send({ topic: prefix + TOPIC, messages })
    let isSettled = false
    const settling = log.settled(new AbortController().signal).then(() => {
      isSettled = true
    })
    await expect(log.settled(AbortSignal.timeout(300))).rejects.toThrow('timeout')
    expect([isSettled, log.has('late')]).toEqual([false, false])
    await transaction.commit()
    await settling
    expect(log.has('late')).toBe(true)
  })
})
