import { LRUCache } from 'lru-cache'
import type { RedisStore } from '../client.ts'
import { runScript, type Script } from '../scripts.ts'

/** Longer than any turn takes, ms. */
const rememberedMs = 600_000
/** How often one turn is asked about, at most, ms. */
const pauseMs = 250

const joined: Script = {
  name: 'turnstreamAudienceJoined',
  lua: `redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])`,
}

/** Where it is not known how many there are, one who leaves says nothing about the others. */
const left: Script = {
  name: 'turnstreamAudienceLeft',
  lua: `if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECR', KEYS[1]) end`,
}

export interface Audiences {
  /** This process listens to a turn. */
  joined(turnId: string): void
  /** This process listens no more. */
  left(turnId: string): void
  /** Aborts when it is found that every process that listened has left. */
  gone(turnId: string): AbortSignal
  /** Has a look whether they have, where somebody wants to know. */
  check(turnId: string): void
}

/**
 * How many processes listen to a turn, under `reply.listeners:{turn}`. A process that dies is counted on, so that nothing is
 * given up that somebody waits for.
 */
export const createAudiences = (redis: RedisStore, prefix: string, mostTurns: number): Audiences => {
  const keyOf = (turnId: string): string => `${prefix}reply.listeners:${turnId}`
  const wanted = new LRUCache<string, { readonly left: AbortController; checkedMs: number }>({ max: mostTurns })
  const tell = (script: Script, turnId: string): void =>
    void redis.run(commands => runScript(commands, script, keyOf(turnId), [rememberedMs])).catch(() => undefined)

  const check: Audiences['check'] = turnId => {
    const turn = wanted.get(turnId)
    if (!turn || turn.left.signal.aborted || performance.now() - turn.checkedMs < pauseMs) return
    turn.checkedMs = performance.now()
    void redis
      .run(commands => commands.get(keyOf(turnId)))
      .then(count => {
        if (count !== null && Number(count) <= 0) turn.left.abort()
      })
      .catch(() => undefined)
  }
  return {
    joined: turnId => tell(joined, turnId),
    left: turnId => tell(left, turnId),
    gone: turnId => {
      const turn = wanted.get(turnId) ?? { left: new AbortController(), checkedMs: Number.NEGATIVE_INFINITY }
      wanted.set(turnId, turn)
      check(turnId)
      return turn.left.signal
    },
    check,
  }
}
