import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServingLeases } from '../../processors/ports/leases.ts'
import type { RedisStore } from './client.ts'
import { runScript, type Script } from './scripts.ts'

export interface LeaseOptions {
  readonly redis: RedisStore
  /** Monotonic, ms. */
  readonly now: () => number
  /** How long a lease lasts; the same for all who share them. A cluster must take longer than this to replace a master. */
  readonly leaseMs?: number
  readonly prefix?: string
  /** Broken on purpose by a test; nothing else passes it. */
  readonly rules?: { readonly quarantine: boolean }
}

/**
 * All leases are in one hash: by holder its epoch and when its lease ends, by Redis's clock; `floor`, the greatest epoch
 * that anyone has spoken of; `since`, when the hash came to be, and in which run of the server. What the hash held before
 * that is lost, a lease perhaps among it, so for as long as a lease lasts none is granted and nothing settles: by then
 * whoever had one has lost it by its own clock, and the floor is known again from those who renew.
 */
const open = `local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if redis.call('HGET', KEYS[1], 'run') ~= run then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'run', run, 'since', string.format('%.0f', now))
end
local epoch, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local floor = math.max(epoch, tonumber(redis.call('HGET', KEYS[1], 'floor') or -1))
redis.call('HSET', KEYS[1], 'floor', floor)
local quarantine = redis.call('HGET', KEYS[1], 'since') + lease * ARGV[3] - now
`

/** Granted, or why not. One who has not applied what others have keeps what it has, and gets no more. */
const renew: Script = {
  name: 'turnstreamLeaseRenew',
  lua: `${open}
if quarantine > 0 then return 'quarantine' end
if epoch < floor then return 'behind' end
redis.call('HSET', KEYS[1], 'holder ' .. ARGV[4], epoch .. ' ' .. string.format('%.0f', now + lease))
return 'granted'`,
}

/** How many may still serve without having applied the epoch. */
const settle: Script = {
  name: 'turnstreamLeaseSettle',
  lua: `${open}
if quarantine > 0 then return 1 end
local behind, all = 0, redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  if string.sub(all[i], 1, 7) == 'holder ' then
    local has, ends = string.match(all[i + 1], '(%S+) (%S+)')
    if tonumber(ends) <= now then redis.call('HDEL', KEYS[1], all[i])
    elseif tonumber(has) < epoch then behind = behind + 1 end
  end
end
return behind`,
}

/** Renewals within the time of a lease: several may fail without its being lost. */
const renewals = 5
const pollMs = 10
/** Clocks run differently by less than this share of the time. */
const drift = 0.01

/**
 * Leases of the processes that share a Redis. A process counts its own from before the renewal was sent, by its monotonic
 * clock, Redis from when it came in: so the process always finds it gone first, also when it was stopped meanwhile.
 */
export const openRedisLeases = (options: LeaseOptions): ServingLeases => {
  const { redis, now, leaseMs = 1_500, prefix = '', rules = { quarantine: true } } = options
  const key = `${prefix}serving.leases`
  const holder = randomBytes(9).toString('base64url')
  const quarantine = rules.quarantine ? 1 : 0
  let epoch: number | null = null
  let untilMs = Number.NEGATIVE_INFINITY
  let problem = 'no serving lease yet'
  let closed = false

  const renewNow = async (): Promise<void> => {
    if (epoch === null || closed) return
    const sentMs = now()
    const args = [epoch, leaseMs, quarantine, holder]
    try {
      const result = await redis.run(commands => runScript(commands, renew, key, args), leaseMs)
      if (result === 'granted') untilMs = Math.max(untilMs, sentMs + leaseMs * (1 - drift))
      else if (result === 'behind') problem = 'no serving lease: others have applied a later policy epoch'
      else problem = 'no serving lease: Redis has forgotten who has one, so all wait until any has expired'
    } catch (error) {
      problem = `no serving lease: ${(error as Error).message}`
    }
  }
  const timer = setInterval(() => void renewNow(), leaseMs / renewals)
  timer.unref()

  const held = (): boolean => !closed && now() < untilMs
  return {
    held,
    applied: next => {
      if (epoch !== null && next <= epoch) return
      epoch = next
      void renewNow()
    },
    settled: async (wanted, signal) => {
      for (;;) {
        signal.throwIfAborted()
        const behind = await redis
          .run(commands => runScript(commands, settle, key, [wanted, leaseMs, quarantine]))
          // Nobody can say who serves, so nothing can be acknowledged.
          .catch(() => null)
        if (behind === 0) return
        await delay(pollMs, undefined, { signal }).catch(() => undefined)
      }
    },
    trouble: () => (held() ? null : problem),
    close: async () => {
      closed = true
      clearInterval(timer)
      await redis.run(commands => commands.hdel(key, `holder ${holder}`)).catch(() => undefined)
    },
  }
}
