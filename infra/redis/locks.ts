import { hash, randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Boarding, FlightLock, FlightLocks } from '../../processors/ports/flight-locks.ts'
import type { Commands, RedisStore } from './client.ts'
import { runScript, type Script } from './scripts.ts'

export interface FlightLockOptions {
  readonly redis: RedisStore
  /** How long a lock outlives a process that no longer renews it, ms. */
  readonly ttlMs?: number
  /** How long it is known who made a call that has landed, ms. */
  readonly landedMs?: number
  /** A lock was lost, or could not be had: one call more may have been made. */
  readonly onLost: (callId: string, reason: string) => void
  readonly prefix?: string
}

/* A lock: `A <token> <call id>` in the air, `L <event time> <call id>` landed. */

/** Says who else has the lock, or takes it. */
const board: Script = {
  name: 'turnstreamFlightBoard',
  lua: `local value = redis.call('GET', KEYS[1])
if value then
  local kind, about, leader = string.match(value, '^(%a) (%S+) (.*)$')
  if kind == 'A' and leader ~= ARGV[2] then return value end
  if kind == 'L' and tonumber(ARGV[4]) <= tonumber(about) then return value end
end
redis.call('SET', KEYS[1], 'A ' .. ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
return ''`,
}

/** 1: it is still ours. 2: it was gone, and is ours again. 0: another has it. */
const renew: Script = {
  name: 'turnstreamFlightRenew',
  lua: `local value = redis.call('GET', KEYS[1])
if value and value ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return value and 1 or 2`,
}

const release: Script = {
  name: 'turnstreamFlightRelease',
  lua: `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1`,
}

const renewals = 3
const pollMs = 50
/** How long who is about to make a call waits to hear whether another makes it, ms. */
const boardMs = 500

/** Locks between processes, under `flight:{hash of the key}`. */
export const openRedisFlightLocks = (options: FlightLockOptions): FlightLocks => {
  const { redis, ttlMs = 6_000, landedMs = 10_000, onLost, prefix = '' } = options

  const hold = (key: string, mine: string, callId: string): FlightLock => {
    const lost = new AbortController()
    const lose = (reason: string): void => {
      if (lost.signal.aborted) return
      clearInterval(timer)
      lost.abort()
      onLost(callId, reason)
    }
    const renewNow = async (): Promise<void> => {
      // What cannot be renewed is lost when its time is up, and is noticed when Redis answers again.
      const result = await redis.run(commands => runScript(commands, renew, key, [mine, ttlMs])).catch(() => 1)
      if (result === 0) lose('another has it')
      else if (result === 2 && !lost.signal.aborted) onLost(callId, 'Redis had forgotten it; nobody else had it')
    }
    const timer = setInterval(() => void renewNow(), ttlMs / renewals)
    timer.unref()
    return {
      lost: lost.signal,
      release: async landedAtMs => {
        clearInterval(timer)
        const left = landedAtMs === null ? '' : `L ${landedAtMs} ${callId}`
        const had = await redis
          .run(commands => runScript(commands, release, key, [mine, left, landedMs]))
          .catch(() => 1)
        if (had === 0) lose('it was gone when the call had ended')
      },
    }
  }

  /** Whether it is still in the air under this leader; null where Redis does not say. */
  const flies = async (key: string, leader: string): Promise<boolean | null> => {
    const value = await redis.run(commands => commands.get(key)).catch(() => undefined)
    if (value === undefined) return null
    return value?.startsWith('A ') === true && value.endsWith(` ${leader}`)
  }
  const follow = (key: string, leader: string): Boarding => ({
    kind: 'follower',
    leader,
    over: async signal => {
      let toldAt = performance.now()
      for (;;) {
        signal.throwIfAborted()
        const still = await flies(key, leader)
        if (still !== null) toldAt = performance.now()
        // A lock that cannot be looked at for as long as it lives is as good as gone.
        if (still === false || performance.now() - toldAt > ttlMs) return
        await delay(pollMs, undefined, { signal }).catch(() => undefined)
      }
    },
  })

  return {
    board: async (about, callId, askedAtMs) => {
      const key = `${prefix}flight:${hash('sha256', about, 'base64url')}`
      const token = randomBytes(9).toString('base64url')
      const mine = `A ${token} ${callId}`
      const take = (commands: Commands) => runScript(commands, board, key, [token, callId, ttlMs, askedAtMs])
      // A lookup's patience is too little: what a lock spares takes longer than Redis does on a bad day.
      const answer =
        redis.trouble() === null ? await redis.run(take, boardMs).catch(() => undefined) : await redis.ask(take)
      if (answer === undefined) {
        // It may have been taken all the same, and is of no use to anyone then.
        void redis.run(commands => runScript(commands, release, key, [mine, '', 0])).catch(() => undefined)
        const reason = redis.trouble() ?? 'Redis did not answer in time'
        onLost(callId, reason)
        return { kind: 'alone', reason }
      }
      if (answer === '') return { kind: 'leader', lock: hold(key, mine, callId) }
      const [kind, , ...rest] = String(answer).split(' ')
      const leader = rest.join(' ')
      return kind === 'A' ? follow(key, leader) : { kind: 'landed', leader }
    },
  }
}
