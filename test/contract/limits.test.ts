import { createLimits } from '../../infra/redis/embedded/limits.ts'
import { limitsContract } from './limits.contract.ts'

limitsContract('the embedded counters', () => createLimits(() => performance.now()))
