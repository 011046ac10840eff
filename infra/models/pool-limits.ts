import { setTimeout as sleep } from 'node:timers/promises'
import { countMessages } from '../../processors/compress/tokens.ts'
import type { Pool } from '../../processors/configuration.ts'
import { type TurnstreamError, turnstreamError } from '../../processors/errors.ts'
import type { LimitRule, LimitState, RateLimits } from '../../processors/ports/limits.ts'
import type { ChatCall } from '../../processors/ports/models.ts'

/** What the provider of a pool allows in a minute. */
export interface PoolLimits {
  /**
   * Resolves when the call may be made, with what to tell once it is over. Throws MODEL_RATE_LIMITED where it would have to wait for
   * longer than `waitMs`, and whatever `signal` aborts with.
   */
  admit(call: Pick<ChatCall, 'messages' | 'maxTokens'>, signal: AbortSignal): Promise<Admitted>
}

/** Told, once the call is over, of the tokens that it has used; asks only where that counts. */
export type Admitted = (usedTokens: () => number) => void

export interface PoolLimitsOptions {
  /** Of the pool, for messages and as what is counted by. */
  readonly name: string
  readonly settings: Pool['limits']
  readonly counters: RateLimits
  /** Resolves after so many ms; rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

const windowMs = 60_000

const pauseFor = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal })

/** What is over a limit, and for how long. */
interface Over {
  readonly what: string
  readonly state: LimitState
}

/** Limits by what this system counts, so that a provider need not refuse. A pool without limits admits every call at once. */
export const createPoolLimits = (options: PoolLimitsOptions): PoolLimits => {
  const { name, settings, counters, pause = pauseFor } = options
  const { requestsPerMinute, tokensPerMinute, waitMs } = settings
  const ruleOf = (limit: number | null): LimitRule | null => (limit === null ? null : { limit, windowMs })
  const requests = ruleOf(requestsPerMinute)
  const tokens = ruleOf(tokensPerMinute)
  const countedRequests = `pool:${name}:requests`
  const countedTokens = `pool:${name}:tokens`

  /** Null where both were counted. */
  const take = async (reserved: number): Promise<Over | null> => {
    if (tokens) {
      const state = await counters.take(countedTokens, tokens, reserved)
      if (!state.allowed) return { what: `${tokens.limit} tokens`, state }
    }
    if (requests) {
      const state = await counters.take(countedRequests, requests)
      if (!state.allowed) {
        if (tokens) await counters.give(countedTokens, tokens, reserved)
        return { what: `${requests.limit} calls`, state }
      }
    }
    return null
  }

  const refused = ({ what, state }: Over): TurnstreamError => {
    const inSeconds = Math.ceil(state.resetMs / 1_000)
    return turnstreamError(
      'MODEL_RATE_LIMITED',
      `pool ${name}: its ${what} a minute are used up for another ${inSeconds} s`,
    )
  }

  return {
    admit: async (call, signal) => {
      if (!requests && !tokens) return () => undefined
      const reserved = tokens ? countMessages(call.messages) + call.maxTokens : 0
      if (tokens && reserved > tokens.limit)
        throw turnstreamError(
          'MODEL_RATE_LIMITED',
          `pool ${name}: a prompt and an answer of ${reserved} tokens are more than its ${tokens.limit} tokens a minute`,
        )
      const until = performance.now() + waitMs
      for (let over = await take(reserved); over !== null; over = await take(reserved)) {
        const { resetMs } = over.state
        if (performance.now() + resetMs > until) throw refused(over)
        await pause(resetMs, signal)
      }
      return usedTokens => {
        const unused = tokens ? reserved - usedTokens() : 0
        if (tokens && unused > 0) void counters.give(countedTokens, tokens, unused)
      }
    },
  }
}
