import { LRUCache } from 'lru-cache'
import type { FlightLocks } from '../../../processors/ports/flight-locks.ts'
import { orAborted } from '../../embedding/or-aborted.ts'

interface Flight {
  readonly leader: string
  readonly over: PromiseWithResolvers<void>
  readonly lost: AbortController
}

/** Flights that have landed are remembered up to this number and time. */
const mostLanded = 10_000
const landedMs = 10_000

/** Locks within one process. */
export const createFlightLocks = (onLost: (callId: string) => void = () => undefined): FlightLocks => {
  const inAir = new Map<string, Flight>()
  const landed = new LRUCache<string, { leader: string; atMs: number }>({ max: mostLanded, ttl: landedMs })

  return {
    board: async (key, callId, askedAtMs) => {
      const flying = inAir.get(key)
      if (flying && flying.leader !== callId)
        return { kind: 'follower', leader: flying.leader, over: signal => orAborted(flying.over.promise, signal) }
      const before = landed.get(key)
      if (!flying && before && askedAtMs <= before.atMs) return { kind: 'landed', leader: before.leader }
      if (flying) {
        flying.lost.abort()
        onLost(callId)
      }
      const flight: Flight = { leader: callId, over: Promise.withResolvers(), lost: new AbortController() }
      inAir.set(key, flight)
      const release = async (landedAtMs: number | null): Promise<void> => {
        flight.over.resolve()
        if (inAir.get(key) !== flight) return
        inAir.delete(key)
        if (landedAtMs !== null) landed.set(key, { leader: callId, atMs: landedAtMs })
      }
      return { kind: 'leader', lock: { lost: flight.lost.signal, release } }
    },
  }
}
