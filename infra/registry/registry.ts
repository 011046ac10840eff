import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'
import { turnstreamError } from '../../processors/errors.ts'
import type { AvroRecord } from '../../schemas/assemble.ts'

/** A Confluent-compatible schema registry. */
export interface Registry {
  /**
   * The id of a schema under a subject, registered where it is new. Throws SCHEMA_INCOMPATIBLE with the registry's reason where
   * it cannot read what was registered before, UNAVAILABLE when the registry does not answer.
   */
  register(subject: string, schema: AvroRecord): Promise<number>
  /** The schema with this id; null where there is none. Throws UNAVAILABLE. */
  schema(id: number): Promise<AvroRecord | null>
}

const LEVEL = 'BACKWARD_TRANSITIVE'
const PATIENCE_MS = 5_000

/** Several types share a topic, so a subject is of a topic and a record: Confluent's TopicRecordNameStrategy. */
export const subjectOf = (topic: string, { namespace, name }: Pick<AvroRecord, 'namespace' | 'name'>): string =>
  `${topic}-${namespace}.${name}`

const statusOf = (error: unknown): number | undefined => (error as { status?: number }).status

export const openRegistry = (url: string): Registry => {
  const host = url.replace(/\/$/, '')
  const client = new SchemaRegistry({ host, retry: { retries: 2, initialRetryTimeInSecs: 0.1, maxRetryTimeInSecs: 1 } })

  const unavailable = (cause: unknown) =>
    turnstreamError('UNAVAILABLE', `the schema registry at ${host} does not answer: ${(cause as Error).message}`, {
      cause,
    })

  /** Confluent's takes a level before there is a schema, Apicurio's not. */
  const setLevel = async (subject: string): Promise<void> => {
    const response = await fetch(`${host}/config/${encodeURIComponent(subject)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ compatibility: LEVEL }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (!response.ok && response.status !== 404) throw new Error(`config of ${subject}: status ${response.status}`)
  }

  return {
    register: async (subject, schema) => {
      try {
        await setLevel(subject)
        const { id } = await client.register(
          { type: SchemaType.AVRO, schema: JSON.stringify(schema) },
          { subject, compatibility: COMPATIBILITY[LEVEL] },
        )
        return id
      } catch (error) {
        const status = statusOf(error)
        if (status !== 409 && status !== 422) throw unavailable(error)
        throw turnstreamError(
          'SCHEMA_INCOMPATIBLE',
          `the registry refuses ${schema.name} under ${subject}: ${(error as Error).message}`,
          { cause: error, details: { subject } },
        )
      }
    },
    schema: async id => {
      try {
        const response = await fetch(`${host}/schemas/ids/${id}`, { signal: AbortSignal.timeout(PATIENCE_MS) })
        if (response.status === 404) return null
        if (!response.ok) throw new Error(`status ${response.status}`)
        const { schema } = (await response.json()) as { schema: string }
        return JSON.parse(schema) as AvroRecord
      } catch (error) {
        throw unavailable(error)
      }
    },
  }
}
