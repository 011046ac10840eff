/** A gateway as far as its lease goes: says every few ms whether it would serve, by the clock of this machine. */
import { openRedis } from '../../infra/redis/client.ts'
import { openRedisLeases } from '../../infra/redis/leases.ts'

const [url, epoch, broken] = process.argv.slice(2)
const leases = openRedisLeases({ redis: openRedis(url!), now: () => performance.now() })
leases.applied(Number(epoch))
setInterval(() => {
  // Before the look: it may be stopped between the two.
  const atMs = Date.now()
  process.stdout.write(`${leases.held() || broken === 'ignores its lease' ? 'serves' : 'waits'} ${atMs}\n`)
}, 2)
