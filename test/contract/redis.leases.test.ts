import { openRedisLeases } from '../../infra/redis/leases.ts'
import { openRedisFlightLocks } from '../../infra/redis/locks.ts'
import { describeOnEachRedis } from '../services/on-redis.ts'
import { flightLocksContract } from './flight-locks.contract.ts'
import { leasesContract } from './leases.contract.ts'

await describeOnEachRedis('Leases and flight locks', (name, on) => {
  // One for all tests: a fresh hash grants no lease before any that it may have held has expired.
  const prefix = on.prefix()
  leasesContract(name, () => openRedisLeases({ redis: on.redis(), now: () => performance.now(), prefix }))
  flightLocksContract(name, () => {
    const lost: string[] = []
    const onLost = (callId: string) => void lost.push(callId)
    return { locks: openRedisFlightLocks({ redis: on.redis(), onLost, prefix: on.prefix() }), lost }
  })
})
