import type { RateLimits } from '../../processors/ports/limits.ts'
import type { RedisStore } from './client.ts'
import { runScript, type Script } from './scripts.ts'

/** Counts where there is one left; the window begins with the first, and Redis ends it. */
const take: Script = {
  name: 'turnstreamLimitTake',
  lua: `local used = tonumber(redis.call('GET', KEYS[1]) or 0)
local allowed = used < tonumber(ARGV[1])
if allowed then
  used = redis.call('INCR', KEYS[1])
  if used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
end
local left = redis.call('PTTL', KEYS[1])
return {allowed and 1 or 0, used, left > 0 and left or tonumber(ARGV[2])}`,
}

/**
 * Counters that processes share, under `limit:{windowMs}:{subject}`. While Redis does not answer each process counts for
 * itself, in `fallback`: a limit is then as many times as high as there are processes.
 */
export const openRedisLimits = (redis: RedisStore, fallback: RateLimits, prefix = ''): RateLimits => ({
  take: async (subject, rule) => {
    const { limit, windowMs } = rule
    const key = `${prefix}limit:${windowMs}:${subject}`
    const answer = (await redis.ask(commands => runScript(commands, take, key, [limit, windowMs]))) as
      | readonly [number, number, number]
      | undefined
    if (answer === undefined) return fallback.take(subject, rule)
    const [allowed, used, resetMs] = answer
    return { allowed: allowed === 1, limit, remaining: Math.max(0, limit - used), resetMs }
  },
})
