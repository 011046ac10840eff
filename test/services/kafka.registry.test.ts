import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'
import avro from 'avsc'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openKafkaLog } from '../../infra/log/kafka/open.ts'
import { openTranslation } from '../../infra/registry/open.ts'
import { openRegistry, subjectOf } from '../../infra/registry/registry.ts'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { AvroRecord } from '../../schemas/assemble.ts'
import { publishedSchemas, readPublished } from '../../schemas/published.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'
import { describeOn } from './describe-on.ts'
import { shared } from './needs.ts'
import { registryDoor } from './registry.ts'

const run = randomBytes(4).toString('hex')
const prefix = `${run}.`
const dir = mkdtempSync(join(tmpdir(), 'turnstream-registry-'))
const specs = [{ name: 'feedback.events', partitions: 1, cleanup: 'delete', retentionMs: null }] as const

const feedback = (id: string): DomainEvent<'FeedbackGiven'> => ({
  id,
  type: 'FeedbackGiven',
  key: 'turn-1',
  timeMs: 1_700_000_000_000,
  source: 'feedback',
  subject: 'turn-1',
  cause: null,
  data: { turnId: 'turn-1', tenant: 'default', helpful: true, rating: 5, comment: 'Grüße', by: 'u_1' },
})

const needs = { kafka: shared('kafka'), registry: shared('registry') }

await describeOn('The log on Kafka with a schema registry', needs, ({ kafka, registry }) => {
  const url = registry.address
  const brokers = kafka.address.split(',')
  let own: AvroRecord
  let open: Awaited<ReturnType<typeof openKafkaLog>>[] = []

  const translated = async (from = url, file = join(dir, 'ids.json'), apply = false) =>
    openTranslation({ url: from, file, prefix, apply })
  const log = async (translation?: Awaited<ReturnType<typeof translated>>) => {
    const opened = await openKafkaLog({ brokers, prefix, dir: mkdtempSync(join(dir, 'log-')), translation })
    open.push(opened)
    return opened
  }
  const at = { topic: 'feedback.events', partition: 0 }

  beforeAll(async () => {
    own = readPublished(publishedSchemas().find(({ type }) => type === 'FeedbackGiven')!)
    // Something else comes first, so that the registry's ids are not the program's.
    const other = { type: 'record', name: `Other${run}`, namespace: 'others', fields: [] } as unknown as AvroRecord
    await openRegistry(url).register(`${run}-other`, other)
  })
  afterAll(async () => {
    for (const each of open) await each.close()
    open = []
    rmSync(dir, { recursive: true })
  })

  it('is a registry: it lists the subjects that were registered, one for each topic and record', async () => {
    await translated()
    const subjects = (await (await fetch(`${url}/subjects`)).json()) as string[]
    for (const published of publishedSchemas())
      expect(subjects.some(subject => subject.startsWith(prefix) && subject.endsWith(`.${published.type}`))).toBe(true)
    const level = await fetch(`${url}/config/${subjectOf(`${prefix}feedback.events`, own)}`)
    expect(await level.json()).toEqual({ compatibilityLevel: 'BACKWARD_TRANSITIVE' })
  })

  it('lets any consumer decode what Turnstream writes, and Turnstream read it back', async () => {
    const writing = await log(await translated())
    await writing.createTopics(specs)
    const sent = toRecord(feedback('f-1'), 1)
    const [position] = await writing.append([sent])
    const [back] = await writing.read(position!, 1)
    expect(fromRecord(back!)).toEqual(feedback('f-1'))
    expect(Buffer.compare(Buffer.from(back!.value!), Buffer.from(sent.value!))).toBe(0)

    const raw = await log()
    await raw.end(at)
    const [bytes] = await raw.read(position!, 1)
    const latest = await fetch(`${url}/subjects/${subjectOf(`${prefix}feedback.events`, own)}/versions/latest`)
    expect(Buffer.from(bytes!.value!).readUInt32BE(1)).toBe(((await latest.json()) as { id: number }).id)
    const decoded = await new SchemaRegistry({ host: url }).decode(Buffer.from(bytes!.value!))
    expect(decoded).toMatchObject({ turnId: 'turn-1' })
  })

  it('starts from the ids noted before when the registry is gone, and not without them', async () => {
    const door = await registryDoor(url)
    const file = join(dir, 'door.json')
    await translated(door.url, file)
    await door.close()
    await expect(translated(door.url, file)).resolves.toBeDefined()
    const error = await translated(door.url, join(dir, 'none.json')).catch(reason => reason)
    expect(isTurnstreamError(error, 'UNAVAILABLE')).toBe(true)
  })

  it('stops `topics apply` at a schema that cannot read what was registered', async () => {
    const other = `${run}.taken.`
    const broken = { ...own, fields: [{ name: 'turnId', type: 'int' }] } as unknown as AvroRecord
    await openRegistry(url).register(subjectOf(`${other}feedback.events`, own), broken)
    const applying = openTranslation({ url, file: join(dir, 'taken.json'), prefix: other, apply: true })
    const error = await applying.catch(reason => reason)
    expect(isTurnstreamError(error, 'SCHEMA_INCOMPATIBLE'), String(error)).toBe(true)
    expect(error.message).toContain('FeedbackGiven')
  })

  it("reads a foreign producer's version of a schema, and keeps what it cannot resolve as it is", async () => {
    const registry = new SchemaRegistry({ host: url })
    const theirs = { ...own, fields: [...own.fields, { name: `extra${run}`, type: 'string' }] }
    const { id } = await registry.register(
      { type: SchemaType.AVRO, schema: JSON.stringify(theirs) },
      { subject: `foreign-${run}` },
    )
    const body = avro.Type.forSchema(theirs as never).toBuffer({ ...feedback('x').data, [`extra${run}`]: 'more' })
    const value = Buffer.concat([Buffer.of(0, 0, 0, id >>> 8, id & 255), body])
    const raw = await log()
    const sent = { ...toRecord(feedback('f-2'), 1), value }
    const strange = { ...sent, value: Buffer.concat([Buffer.of(0, 0, 0x7f, 0xff, 0xff), body]), headers: {} }
    const [position, second] = await raw.append([sent, strange])
    const reading = await log(await translated())
    await reading.end(at)
    const [found] = await reading.read(position!, 1)
    expect(fromRecord(found!)).toEqual(feedback('f-2'))
    const [unknown] = await reading.read(second!, 1)
    expect(() => fromRecord(unknown!)).toThrow()
    // Put back from dead.letters it has the bytes that it came with.
    const again = await reading.append([unknown!])
    await raw.end(at)
    const [bytes] = await raw.read(again[0]!, 1)
    expect(Buffer.compare(Buffer.from(bytes!.value!), strange.value)).toBe(0)
  })
})
