import { hash, randomFillSync } from 'node:crypto'
import { anonymous } from '../processors/learn/admit.ts'

const digest = (...parts: readonly string[]): string => hash('sha256', JSON.stringify(parts), 'hex').slice(0, 24)

const randomBytesOfId = 9
const pool = Buffer.allocUnsafeSlow(randomBytesOfId * 1_024)
let drawn = pool.length

/** Random bytes for an id, hex. Drawn many at a time: to ask the system for each costs more than all else about an id. */
const randomHex = (): string => {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  drawn += randomBytesOfId
  return pool.toString('hex', drawn - randomBytesOfId, drawn)
}

/** A pseudonym: the same user of a tenant has the same one, and it does not give the user away. Null: nobody known. */
export const pseudonymOf = (tenant: string, userId: string | null): string =>
  userId === null ? anonymous : `u_${digest(tenant, userId)}`

export interface Retried {
  readonly tenant: string
  readonly userId: string | null
  readonly conversationId: string | null
  readonly idempotencyKey: string | null
}

/**
 * The id of a turn: with an idempotency key the same each time, else a new one, ordered by time to a millisecond. A key
 * counts for its user and conversation only: nobody is told another's answer for having guessed their key.
 */
export const turnIdOf = ({ tenant, userId, conversationId, idempotencyKey }: Retried, nowMs: number): string =>
  idempotencyKey === null
    ? `t_${nowMs.toString(36).padStart(9, '0')}${randomHex()}`
    : `t_${digest(tenant, 'idempotency', idempotencyKey, userId ?? '', conversationId ?? '')}`

/** The record key of a turn: a pseudonym of its conversation; its own id where no conversation was named. */
export const conversationKeyOf = (tenant: string, conversationId: string | null, turnId: string): string =>
  conversationId === null ? turnId : `c_${digest(tenant, conversationId)}`
