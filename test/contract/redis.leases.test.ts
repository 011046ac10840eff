import { openRedisLeases } from '../../infra/redis/leases.ts'
import { openRedisFlightLocks } from '../../infra/redis/locks.ts'
import { onEachRedis } from '../services/redis-suite.ts'
import { flightLocksContract } from './flight-locks.contract.ts'
import { leasesContract } from './leases.contract.ts'

onEachRedis((name, suite) => {
  leasesContract(name, () =>
    openRedisLeases({ redis: suite().redis(), now: () => performance.now(), prefix: suite().prefix() }),
  )
  flightLocksContract(name, () => {
    const lost: string[] = []
    const onLost = (callId: string) => void lost.push(callId)
    return { locks: openRedisFlightLocks({ redis: suite().redis(), onLost, prefix: suite().prefix() }), lost }
  })
})
