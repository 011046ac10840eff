import type { FlightLocks } from '../../processors/ports/flight-locks.ts'
import type { ServingLeases } from '../../processors/ports/leases.ts'
import type { RedisStore } from '../redis/client.ts'
import { createLeases } from '../redis/embedded/leases.ts'
import { openRedisLeases } from '../redis/leases.ts'
import { openRedisFlightLocks } from '../redis/locks.ts'
import { openRedisReplyChannel } from '../redis/reply/channel.ts'
import { createReplyChannel, type InProcessReplyChannel } from '../reply/in-process.ts'

/** What the processes of a system arrange among each other. A process that is alone needs nobody for it. */
export interface Between {
  readonly leases: ServingLeases
  readonly reply: InProcessReplyChannel
  /** Null where only calls of this process can be joined. */
  readonly locks: FlightLocks | null
  /** Calls that another process may have made as well, because a lock was lost. */
  locksLost(): number
  close(): Promise<void>
}

export interface BetweenOptions {
  readonly redis: RedisStore | null
  /** Of the configuration's section `redis`. */
  readonly prefix: string
  readonly leaseMs: number
  /** Monotonic, ms. */
  readonly now: () => number
  /** A call may have been made twice. */
  readonly onLost: (callId: string, reason: string) => void
}

export const openBetween = ({ redis, prefix, leaseMs, now, onLost }: BetweenOptions): Between => {
  if (!redis) {
    const leases = createLeases()
    return { leases, reply: createReplyChannel(), locks: null, locksLost: () => 0, close: leases.close }
  }
  let lost = 0
  const leases = openRedisLeases({ redis, now, leaseMs, prefix })
  const reply = openRedisReplyChannel(redis, prefix)
  const locks = openRedisFlightLocks({
    redis,
    prefix,
    onLost: (callId, reason) => {
      lost++
      onLost(callId, reason)
    },
  })
  return {
    leases,
    reply,
    locks,
    locksLost: () => lost,
    close: async () => {
      await leases.close()
      reply.close()
    },
  }
}
