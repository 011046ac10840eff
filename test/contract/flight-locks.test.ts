import { createFlightLocks } from '../../infra/redis/embedded/locks.ts'
import { flightLocksContract } from './flight-locks.contract.ts'

flightLocksContract('the embedded locks', () => {
  const lost: string[] = []
  return { locks: createFlightLocks(callId => lost.push(callId)), lost }
})
