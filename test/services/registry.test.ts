import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'
import { expect, test } from 'vitest'
import { describeOn } from './describe-on.ts'
import { own } from './needs.ts'

await describeOn('A schema registry of its own', { registry: own('registry') }, ({ registry }) => {
  const schema = (fields: readonly object[]): { type: SchemaType.AVRO; schema: string } => ({
    type: SchemaType.AVRO,
    schema: JSON.stringify({ type: 'record', name: 'Turn', namespace: 'services', fields }),
  })
  const text = { name: 'text', type: 'string' }

  test('an id means the same schema after kill -9', async () => {
    const client = new SchemaRegistry({ host: registry.address })
    const { id } = await client.register(schema([text]), { subject: 'survives-value' })
    await registry.kill('SIGKILL')
    await registry.restart()
    const afterwards = new SchemaRegistry({ host: registry.address })
    expect(await afterwards.decode(await client.encode(id, { text: 'hello' }))).toEqual({ text: 'hello' })
    expect((await afterwards.register(schema([text]), { subject: 'survives-value' })).id).toBe(id)
  }, 60_000)
})
