import { protocolErrorsCodesById } from '@platformatic/kafka'
import { isTurnstreamError, type TurnstreamError, turnstreamError } from '../../../processors/errors.ts'
import type { TopicPartition } from '../../../processors/ports/log.ts'

/** What Kafka calls an error (`NOT_LEADER_OR_FOLLOWER`, …); NETWORK where no answer came. */
export type Reason = string

interface Told {
  readonly apiId?: string
  readonly type?: string
  readonly errors?: readonly unknown[]
  readonly cause?: unknown
}

export const reasonOfCode = (code: number): Reason =>
  (protocolErrorsCodesById as Readonly<Record<number, string>>)[code] ?? `ERROR_${code}`

/** The first reason that an error of either client carries. */
export const reasonOf = (error: unknown): Reason => {
  const { apiId, type, errors, cause } = (error ?? {}) as Told
  if (typeof apiId === 'string') return apiId
  if (typeof type === 'string') return type
  for (const inner of [...(errors ?? []), ...(cause === undefined ? [] : [cause])]) {
    const reason = reasonOf(inner)
    if (reason !== 'NETWORK') return reason
  }
  return 'NETWORK'
}

/** An error of the protocol that came as a code in a response. */
export class KafkaReason extends Error {
  readonly apiId: Reason
  constructor(reason: Reason, what: string) {
    super(`${what}: ${reason}`)
    this.apiId = reason
  }
}

const fencing = new Set(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'TRANSACTION_COORDINATOR_FENCED'])

/** Someone else has taken the transactional id. */
export const isFenced = (error: unknown): boolean => fencing.has(reasonOf(error))

const movedReasons = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID', 'REBALANCE_IN_PROGRESS'])

/** The group has moved on without this member. */
export const hasMoved = (error: unknown): boolean => movedReasons.has(reasonOf(error))

const refusals = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
])

/** The broker will never take these records. */
export const isRefusal = (error: unknown): boolean => refusals.has(reasonOf(error))

/** A batch on a broker's disk that no client can read. Nothing is passed over by itself: another replica may have it whole. */
export const damaged = ({ topic, partition }: TopicPartition, offset: bigint, why: string): TurnstreamError =>
  turnstreamError(
    'LOG_UNAVAILABLE',
    `the batch of ${topic}/${partition} at offset ${offset} is damaged on its broker: ${why}. The partition stands still until another replica leads it or the records up to there are deleted`,
    { details: { topic, partition, offset: `${offset}` } },
  )

/** Any error as one of the catalogue. What is none of the records' fault is LOG_UNAVAILABLE, which is retriable. */
export const logError = (error: unknown, doing: string): TurnstreamError => {
  if (isTurnstreamError(error)) return error
  const reason = reasonOf(error)
  const message = `${doing}: ${reason === 'NETWORK' ? ((error as Error)?.message ?? String(error)) : reason}`
  if (isRefusal(error)) return turnstreamError('RECORD_INVALID', `Kafka refuses it: ${message}`, { cause: error })
  return turnstreamError('LOG_UNAVAILABLE', `Kafka: ${message}`, { cause: error, details: { reason } })
}
