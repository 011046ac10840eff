import { createLeases } from '../../infra/redis/embedded/leases.ts'
import { leasesContract } from './leases.contract.ts'

leasesContract('the embedded leases', createLeases)
