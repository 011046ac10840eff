import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import type { DomainEvent } from '../../processors/event.ts'
import type { Views } from '../../processors/views.ts'
import type { PoolHealth as Health } from '../models/breaker.ts'
import type { PooledModels } from '../models/chat-models.ts'
import { retriable } from './decide-batch.ts'
import { serially } from './serially.ts'

/** Some ten minutes: a log that is away for longer has no turns either. */
const mostAttempts = 60

/** Tells the log what calls have shown of pools, and hears from it what other servers have found. */
export interface PoolHealth {
  /** Writes down that a pool is down, or healthy again: routes are decided by what the log says. */
  tell(pool: string, health: Health, reason: string): void
  /** Leaves alone what is down by these views: whoever said so may be gone, and somebody has to see when it is back. */
  hear(views: Views): void
}

export interface PoolHealthOptions {
  readonly append: (event: DomainEvent) => Promise<number>
  readonly leaveAlone: PooledModels['leaveAlone']
  readonly clock: () => number
  readonly onTrouble: (error: unknown) => void
}

export const createPoolHealth = ({ append, leaveAlone, clock, onTrouble }: PoolHealthOptions): PoolHealth => {
  const inOrder = serially()
  const persist = retry(handleWhen(retriable), {
    maxAttempts: mostAttempts,
    backoff: new ExponentialBackoff({ maxDelay: 10_000 }),
  })
  /** Where the last word on a pool lies that this server has had; views before it are out of date. */
  const told = new Map<string, number>()
  return {
    tell: (pool, health, reason) => {
      const timeMs = clock()
      told.set(pool, Number.POSITIVE_INFINITY)
      const event: DomainEvent<'PoolHealthChanged'> = {
        id: `health.${pool}.${health}.${timeMs}`,
        type: 'PoolHealthChanged',
        key: pool,
        timeMs,
        source: 'serve',
        subject: pool,
        cause: null,
        data: { pool, state: health, reason },
      }
      // One after the other, each until it is written: what was said last is what routes go by.
      inOrder(() => persist.execute(() => append(event))).then(
        offset => told.set(pool, offset),
        error => {
          told.delete(pool)
          onTrouble(error)
        },
      )
    },
    hear: ({ health, versions }) => {
      for (const [pool, state] of Object.entries(health))
        if (state === 'down' && (told.get(pool) ?? -1) <= versions.controlVersion)
          leaveAlone(pool, 'another server has found it down')
    },
  }
}
