import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { turnstreamError } from '../../../processors/errors.ts'
import type { DomainEvent } from '../../../processors/event.ts'
import type { EventType, TopicName } from '../../../schemas/types.ts'
import { typesOn } from '../../../topics/catalogue.ts'
import { dataFromJson } from '../../../topics/json.ts'
import { toRecord } from '../../../topics/wire.ts'
import { problem } from '../../configuration/problem.ts'
import { eventTime } from './time.ts'
import { shortTurn, turnOf } from './turn.ts'

/** An event as a line of NDJSON. What `tail` prints beside it is accepted and says nothing new. */
const longForm = z.strictObject({
  type: z.string().optional(),
  key: z.string().nullable().optional(),
  id: z.string().min(1).optional(),
  time: eventTime.optional(),
  data: z.looseObject({}),
  topic: z.string().optional(),
  partition: z.int().optional(),
  offset: z.int().optional(),
  headers: z.record(z.string(), z.string()).optional(),
})

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw turnstreamError('BAD_JSON', `not JSON: ${(cause as Error).message}; a line is one JSON object`, { cause })
  }
}

const faultOf = (issue: z.core.$ZodIssue, fields: readonly string[]): string => {
  if (issue.code === 'unrecognized_keys') return `unknown ${issue.keys.join(', ')}; the fields are ${fields.join(', ')}`
  const at = issue.path.join('.')
  const fault = issue.code === 'invalid_type' ? `must be there, of type ${issue.expected}` : issue.message
  return at === '' ? fault : `${at}: ${fault}`
}

const parseAs = <S extends z.ZodObject>(schema: S, value: unknown): z.output<S> => {
  const parsed = schema.safeParse(value, { error: problem })
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(issue => faultOf(issue, Object.keys(schema.shape)))
  throw turnstreamError('BAD_REQUEST', faults.join('; '))
}

const typeOf = (topic: TopicName, named: string | undefined): EventType => {
  const types = typesOn(topic)
  if (named === undefined && types.length === 1) return types[0]!
  const type = types.find(each => each === named)
  if (type) return type
  throw turnstreamError(
    'BAD_REQUEST',
    `type: must be one of ${types.join(', ')} on ${topic}${named ? `, not ${named}` : ''}`,
  )
}

/** Where the schema itself holds what the topic is keyed by. */
const keyFields: Partial<Record<TopicName, readonly string[]>> = {
  'chat.turns': ['turnId'],
  'cache.entries': ['entryId'],
  'policy.changes': ['scene'],
  'feedback.events': ['turnId'],
  reviews: ['reviewId'],
  tasks: ['taskId'],
  'cost.ledger': ['tenant'],
}

const text = (data: object, ...names: readonly string[]): string | undefined =>
  names.map(name => (data as Record<string, unknown>)[name]).find(value => typeof value === 'string') as
    | string
    | undefined

const keyOf = (topic: TopicName, data: object): string => {
  const key = text(data, ...(keyFields[topic] ?? [])) ?? (topic === 'policy.changes' ? 'all' : undefined)
  if (key !== undefined) return key
  throw turnstreamError('BAD_REQUEST', `key: is missing, and ${topic} has no field that it could come from`)
}

const msOf = (at: string | number | undefined, nowMs: number): number =>
  at === undefined ? nowMs : typeof at === 'number' ? at : Date.parse(at)

/**
 * The event that a line stands for, checked against its schema. Throws BAD_JSON, BAD_REQUEST or RECORD_INVALID with what is
 * wrong and what would be right.
 */
export const eventOfLine = (topic: TopicName, line: string, nowMs: number): DomainEvent => {
  const value = parseJson(line)
  if (topic === 'chat.turns' && typeof value === 'object' && value !== null && !('data' in value)) {
    const short = parseAs(shortTurn, value)
    return turnOf(short, msOf(short.time, nowMs))
  }
  const long = parseAs(longForm, value)
  if (long.topic !== undefined && long.topic !== topic)
    throw turnstreamError('BAD_REQUEST', `topic: is ${long.topic}, but this goes to ${topic}`)
  const type = typeOf(topic, long.type)
  const data = dataFromJson(type, long.data)
  const subject = text(data, 'turnId', 'entryId', 'version', 'reviewId', 'taskId')
  const id =
    long.id ?? long.headers?.ce_id ?? (type === 'TurnReceived' ? subject : undefined) ?? `${type}.${randomUUID()}`
  const event = {
    id,
    type,
    key: long.key ?? keyOf(topic, data),
    timeMs: msOf(long.time, nowMs),
    source: 'produce',
    subject: subject ?? id,
    cause: null,
    data,
  } as DomainEvent
  // Encoded here, so that one line which does not parseAs refuses no other.
  toRecord(event, 1)
  return event
}
