import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { describeOn } from './describe-on.ts'
import { behindProxy, own } from './needs.ts'

const clientOf = (address: string): Kafka =>
  new Kafka({ brokers: address.split(','), clientId: 'services', logLevel: logLevel.NOTHING })

const produce = async (kafka: Kafka, topic: string, value: string): Promise<void> => {
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic, acks: -1, messages: [{ value }] })
  await producer.disconnect()
}

/** The first so many records of a topic. */
const read = async (kafka: Kafka, topic: string, count: number): Promise<string[]> => {
  const consumer = kafka.consumer({ groupId: `services-${crypto.randomUUID()}` })
  onTestFinished(() => consumer.disconnect())
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const values: string[] = []
  await new Promise<void>((resolve, reject) => {
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
      values.push(String(message.value))
      if (values.length === count) resolve()
    }
    consumer.run({ eachMessage }).catch(reject)
  })
  return values
}

await describeOn('A Kafka of its own', { kafka: own('kafka'), slow: behindProxy('kafka') }, ({ kafka, slow }) => {
  test('what was acknowledged is there after kill -9, on the same port', async () => {
    const client = clientOf(kafka.address)
    const admin = client.admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic: 'survives', numPartitions: 1 }], waitForLeaders: true })
    expect((await admin.describeCluster()).brokers).toHaveLength(1)
    await admin.disconnect()
    await produce(client, 'survives', 'before')
    const { pid, address } = kafka
    await kafka.kill('SIGKILL')
    await kafka.restart()
    expect(kafka.pid).not.toBe(pid)
    expect(kafka.address).toBe(address)
    await produce(client, 'survives', 'after')
    expect(await read(client, 'survives', 2)).toEqual(['before', 'after'])
  }, 90_000)

  test('a topic is made by those who ask for it, never by a mistyped name', async () => {
    const admin = clientOf(kafka.address).admin()
    onTestFinished(() => admin.disconnect())
    await admin.connect()
    await expect(admin.fetchTopicMetadata({ topics: ['mistyped'] })).rejects.toThrow('does not host')
  })

  test('no connection goes round the proxy: all that a client does is slow', async () => {
    const admin = clientOf(slow.address).admin()
    onTestFinished(() => admin.disconnect())
    await admin.connect()
    const { brokers } = await admin.describeCluster()
    expect(brokers.map(({ host, port }) => `${host}:${port}`)).toEqual([slow.proxy.address])
    slow.proxy.delay(200)
    const started = performance.now()
    await admin.createTopics({ topics: [{ topic: 'slowly', numPartitions: 1 }] })
    expect(performance.now() - started).toBeGreaterThan(199)
    slow.proxy.delay(0)
  })
})
