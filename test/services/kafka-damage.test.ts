import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs from 'kafkajs'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { openOffsets } from '../../infra/log/kafka/offsets.ts'
import { type KafkaLog, openKafkaLog } from '../../infra/log/kafka/open.ts'
import { openTable } from '../../infra/log/kafka/table.ts'
import { openWire } from '../../infra/log/kafka/wire.ts'
import { laneLimits } from '../../infra/runtime/effects.ts'
import { bytes, followAll, held, textsIn } from '../contract/log.contract.kit.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { own } from './needs.ts'

const spec = { partitions: 1, cleanup: 'delete', retentionMs: null } as const

await describeOn('A log whose Kafka is damaged', { kafka: own('kafka') }, ({ kafka }) => {
  const brokers = kafka.address.split(',')
  let prefix: string
  let dirs: string[]
  let logs: KafkaLog[]
  let troubles: string[]

  beforeEach(() => {
    prefix = `${randomBytes(4).toString('hex')}.`
    dirs = []
    logs = []
    troubles = []
  })
  afterEach(async () => {
    for (const log of logs) await log.close()
    for (const dir of dirs) rmSync(dir, { recursive: true })
  })

  const open = async (): Promise<KafkaLog> => {
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-damage-'))
    dirs.push(dir)
    const onTrouble = (error: unknown): void => void troubles.push((error as Error).message)
    const log = await openKafkaLog({ brokers, prefix, dir, onTrouble })
    logs.push(log)
    return log
  }
  const write = (log: KafkaLog, topic: string, value: string) =>
    log.append([{ topic, partition: 0, key: null, value: bytes(value), headers: {}, timestampMs: Date.now() }])
  /** As an operator does with kafka-delete-records.sh. */
  const deleteBefore = async (topic: string, offset: bigint): Promise<void> => {
    const wire = await openWire({ brokers, clientId: 'operator', requestTimeoutMs: 5_000 })
    await openOffsets(wire, openTable(wire, prefix)).dropBefore({ topic, partition: 0 }, offset)
    await wire.close()
  }
  const told = (text: string) => eventually(`told of: ${text}`, () => troubles.some(each => each.includes(text)))
  const goesOn = async (log: KafkaLog, topic: string): Promise<void> => {
    const before = await textsIn(log, topic)
    await write(log, topic, 'more')
    expect(await textsIn(log, topic)).toEqual([...before, 'more'])
  }

  /** Turns a bit where the value lies on the broker's disk. */
  const damage = (topic: string, value: string): void => {
    const folder = join(kafka.dataDir, 'log', `${prefix}${topic}-0`)
    const file = join(folder, readdirSync(folder).find(name => name.endsWith('.log'))!)
    const content = readFileSync(file)
    content[content.indexOf(value)]! ^= 1
    writeFileSync(file, content, { flag: 'r+' })
  }

  it('says which batch it is, goes on with all other topics, and with this one once the batch is deleted', async () => {
    const writer = await open()
    await writer.createTopics(['torn', 'whole'].map(name => ({ ...spec, name })))
    for (const value of ['first', 'second', 'third']) await write(writer, 'torn', value)
    await write(writer, 'whole', 'here')
    damage('torn', 'second')

    const log = await open()
    const stands = textsIn(log, 'torn')
    await told(`the batch of torn/0 at offset 1 is damaged on its broker: it has another checksum`)
    await goesOn(log, 'whole')

    await deleteBefore('torn', 2n)
    expect((await stands).at(-1)).toBe('third')
    await goesOn(log, 'torn')
  }, 60_000)

  it('says that a topic was deleted, and created again, and goes on with all others', async () => {
    const log = await open()
    await log.createTopics(['gone', 'there', 'elsewhere'].map(name => ({ ...spec, name })))
    await write(log, 'gone', 'lost')
    const client = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
    onTestFinished(() => client.disconnect())
    await client.connect()
    await client.deleteTopics({ topics: [`${prefix}gone`] })
    await told(`topic ${prefix}gone was deleted while it was in use`)
    const why = { code: 'LOG_UNAVAILABLE', message: expect.stringContaining('was deleted') }
    const refused = expect(write(log, 'gone', 'in vain')).rejects.toMatchObject(why)
    // Its producer has not written to this one before, and asks the cluster about all that it writes to.
    await goesOn(log, 'there')
    await refused
    await client.createTopics({ topics: [{ topic: `${prefix}gone`, numPartitions: 1 }] })
    await told(`topic ${prefix}gone was deleted and created again while it was in use`)
    await goesOn(log, 'there')
    await goesOn(log, 'elsewhere')
  }, 60_000)

  it('takes with a commit all that lanes may have done out of order', async () => {
    const log = await open()
    await log.createTopics([{ ...spec, name: 'input' }])
    const member = await followAll(log, 'widest', ['input'])
    const step = BigInt(Math.floor(laneLimits.maxSpan / laneLimits.maxDone))
    const done = Array.from({ length: laneLimits.maxDone }, (_, i) => BigInt(i + 1) * step)
    const progress = { topic: 'input', partition: 0, next: 0n, done }
    await log.commit({ records: [], progress: [progress], owners: [held(member, 'input')] })
    await member.leave()
    expect(await log.progress('widest', progress)).toEqual(progress)
  })
})
