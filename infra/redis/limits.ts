import type { LimitRule, RateLimits } from '../../processors/ports/limits.ts'
import type { RedisStore } from './client.ts'
import { runScript, type Script } from './scripts.ts'

/** Counts where so many are left; the window begins with the first, and Redis ends it. */
const take: Script = {
  name: 'turnstreamLimitTake',
  lua: `local used = tonumber(redis.call('GET', KEYS[1]) or 0)
local amount = tonumber(ARGV[3])
local allowed = used + amount <= tonumber(ARGV[1])
if allowed then
  used = redis.call('INCRBY', KEYS[1], amount)
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
end
local left = redis.call('PTTL', KEYS[1])
return {allowed and 1 or 0, used, left > 0 and left or tonumber(ARGV[2])}`,
}

const give: Script = {
  name: 'turnstreamLimitGive',
  lua: `local used = tonumber(redis.call('GET', KEYS[1]) or 0)
if used > 0 then redis.call('DECRBY', KEYS[1], math.min(used, tonumber(ARGV[1]))) end
return 1`,
}

/**
 * Counters that processes share, under `limit:{windowMs}:{subject}`. While Redis does not answer each process counts for
 * itself, in `fallback`: a limit is then as many times as high as there are processes.
 */
export const openRedisLimits = (redis: RedisStore, fallback: RateLimits, prefix = ''): RateLimits => {
  const keyOf = (subject: string, { windowMs }: LimitRule): string => `${prefix}limit:${windowMs}:${subject}`
  return {
    take: async (subject, rule, amount = 1) => {
      const { limit, windowMs } = rule
      const key = keyOf(subject, rule)
      const answer = (await redis.ask(commands => runScript(commands, take, key, [limit, windowMs, amount]))) as
        | readonly [number, number, number]
        | undefined
      if (answer === undefined) return fallback.take(subject, rule, amount)
      const [allowed, used, resetMs] = answer
      return { allowed: allowed === 1, limit, remaining: Math.max(0, limit - used), resetMs }
    },
    give: async (subject, rule, amount) => {
      const answer = await redis.ask(commands => runScript(commands, give, keyOf(subject, rule), [amount]))
      if (answer === undefined) await fallback.give(subject, rule, amount)
    },
  }
}
