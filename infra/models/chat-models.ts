import type { Pool } from '../../processors/configuration.ts'
import {
  type ErrorCode,
  errorCatalogue,
  isTurnstreamError,
  type TurnstreamError,
  turnstreamError,
} from '../../processors/errors.ts'
import type { RateLimits } from '../../processors/ports/limits.ts'
import type { ChatCall, ChatModels, ChatResult } from '../../processors/ports/models.ts'
import { createLimits } from '../redis/embedded/limits.ts'
import { azureWire } from './azure.ts'
import { bedrockWire } from './bedrock.ts'
import { type Breaker, createBreaker, type PoolHealth, type Rest } from './breaker.ts'
import { createCollector } from './collect.ts'
import { ollamaWire } from './ollama.ts'
import { openaiWire } from './openai.ts'
import { createPoolLimits, type PoolLimits } from './pool-limits.ts'
import { createTrafficCounter, type PoolTraffic, type TrafficCounter } from './pool-traffic.ts'
import { createRetries, type Retries } from './retries.ts'
import { createSlots, type Slots } from './slots.ts'
import { createWarmth, type Warmth } from './warmth.ts'
import type { CreateWire, Wire } from './wire.ts'

/** Adding a provider is one file and one line. */
const wires: Readonly<Record<Exclude<Pool['kind'], 'faq'>, CreateWire>> = {
  openai: openaiWire,
  azure: azureWire,
  bedrock: bedrockWire,
  ollama: ollamaWire,
}

export interface ChatModelsOptions {
  readonly pools: Readonly<Record<string, Pool>>
  /** Keys are read from here, by the names that the pools give. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch?: typeof fetch
  /** Counts calls and tokens for the limits of pools; a process that is alone counts for itself. */
  readonly counters?: RateLimits
  /** Told when calls have shown that a pool is down, and when it answers again. */
  readonly onHealth?: (pool: string, health: PoolHealth, reason: string) => void
}

const ended = new Error('the call is over')

interface Served {
  readonly wire: Wire
  readonly slots: Slots
  readonly limits: PoolLimits
  readonly breaker: Breaker
  readonly retries: Retries
  /** Null where the model is not kept loaded. */
  readonly warmth: Warmth | null
  readonly counter: TrafficCounter
}

/** A pool as this process sees it, and what it has done of late. */
export interface PoolState extends PoolTraffic {
  /** Why it is left alone; null while it is called. */
  readonly rest: Rest | null
  /** Granted in the last minute. */
  readonly retries: number
  /** Whether its model is loaded; null where it is not kept so. */
  readonly warm: boolean | null
}

/** What may be mended by another call, where it was the provider that failed. */
const mendable: ReadonlySet<ErrorCode> = new Set(['MODEL_UNREACHABLE', 'MODEL_CUT', 'MODEL_RATE_LIMITED'])

/** The models of the pools, and which of these are left alone. */
export interface PooledModels extends ChatModels {
  grantsRetry(pool: string): boolean
  /** Has the models of pools with `warm` loaded, and keeps them so until it is closed. */
  keepWarm(): void
  /** Leaves a pool alone on somebody else's word, until it answers. */
  leaveAlone(pool: string, reason: string): void
  /** Why each pool is left alone, null where it is called. */
  leftAlone(): ReadonlyMap<string, string | null>
  states(): ReadonlyMap<string, PoolState>
}

/**
 * The chat models of the configured pools. A pool makes at most `concurrency` calls at a time and what its `limits` allow in a minute, and none
 * while it is left alone, because it fails or has asked for it: then a call throws at once. The time limit of a call includes all its waiting, and
 * ends the request at the provider. An aborted call throws CLIENT_CLOSED.
 */
export const createChatModels = (options: ChatModelsOptions): PooledModels => {
  const { pools, env, fetch = globalThis.fetch, onHealth = () => undefined } = options
  const { counters = createLimits(() => performance.now()) } = options
  const served = new Map<string, Served>()
  for (const [name, pool] of Object.entries(pools)) {
    if (pool.kind === 'faq') continue
    const wire = wires[pool.kind]({ name, pool, env, fetch })
    const breaker = createBreaker({
      name,
      settings: pool.breaker,
      check: wire.check,
      onChange: (health, reason) => onHealth(name, health, reason),
    })
    const limits = createPoolLimits({ name, settings: pool.limits, counters })
    served.set(name, {
      wire,
      slots: createSlots(pool.concurrency),
      limits,
      breaker,
      retries: createRetries({ share: pool.retries, now: () => performance.now() }),
      warmth: pool.warm && wire.load ? createWarmth({ load: wire.load }) : null,
      counter: createTrafficCounter(Date.now),
    })
  }
  const closing = new AbortController()
  const inFlight = new Set<Promise<unknown>>()

  const attempt = async (
    { wire, slots, limits, breaker, retries }: Served,
    call: ChatCall,
    leaves: () => void,
  ): Promise<ChatResult> => {
    // One controller and one timer, taken down with the call: composed signals and timeouts would outlive it.
    const over = new AbortController()
    const { signal } = over
    const end = (): void => over.abort(ended)
    let late = false
    const limit = setTimeout(() => {
      late = true
      end()
    }, call.timeoutMs)
    call.signal.addEventListener('abort', end)
    closing.signal.addEventListener('abort', end)
    if (call.signal.aborted || closing.signal.aborted) end()
    const began = performance.now()
    const collector = createCollector(call, () => performance.now() - began)
    const failed = (code: ErrorCode, message: string, more: object = {}): Error =>
      turnstreamError(code, message, { details: { ...more, ...collector.failure() } })
    /** What the provider has failed at; of what was not asked of it only what it has asked to wait for. */
    const againMs = ({ code, details }: TurnstreamError, isMade: boolean): number | null => {
      const asked = details?.retryAfterMs
      if (!mendable.has(code)) return null
      if (isMade) return retries.failed(typeof asked === 'number' ? asked : 0)
      return typeof asked === 'number' ? retries.passedOver(asked) : null
    }
    /** Whatever an aborted request throws, the reason counts. */
    const explained = (error: unknown, isMade = false): unknown => {
      if (call.signal.aborted) return failed('CLIENT_CLOSED', errorCatalogue.CLIENT_CLOSED.about)
      if (late) return failed('MODEL_TIMEOUT', `pool ${call.pool}: cancelled after ${call.timeoutMs} ms`)
      if (closing.signal.aborted) return failed('MODEL_UNREACHABLE', `pool ${call.pool}: the models are closed`)
      if (!isTurnstreamError(error)) return error
      if (error.details !== undefined && 'againMs' in error.details) return error
      return failed(error.code, error.message, { ...error.details, againMs: againMs(error, isMade) })
    }
    const request = async (): Promise<ChatResult> => {
      if (!call.isRetry) retries.made()
      try {
        for await (const piece of wire.stream(call, signal)) {
          const text = collector.take(piece)
          if (text !== '') call.onToken(text)
        }
        const result = collector.result()
        if (result) {
          retries.answered()
          return result
        }
        throw turnstreamError('MODEL_CUT', `pool ${call.pool}: the stream ended before the answer did`)
      } catch (error) {
        throw explained(error, true)
      }
    }
    const admitted = async (): Promise<ChatResult> => {
      const over = await limits.admit(call, signal)
      leaves()
      try {
        return await breaker.call(request)
      } finally {
        over(() => {
          const { promptTokens, completionTokens } = collector.failure().usage
          return promptTokens + completionTokens
        })
      }
    }
    try {
      // A pool that is left alone is no reason to wait for a slot, and one may have become so meanwhile.
      breaker.mayCall()
      // Within the slot and the limits, for to wait for one of ours is no fault of the pool's.
      return await slots(signal, admitted)
    } catch (error) {
      throw explained(error)
    } finally {
      clearTimeout(limit)
      call.signal.removeEventListener('abort', end)
      closing.signal.removeEventListener('abort', end)
    }
  }

  return {
    call: async request => {
      const pool = served.get(request.pool)
      if (!pool) throw turnstreamError('MODEL_UNREACHABLE', `pool ${request.pool} is not configured`)
      const count = pool.counter.call()
      const running = attempt(pool, request, count.begins)
      inFlight.add(running)
      try {
        const result = await running
        count.answered(result)
        return result
      } catch (error) {
        count.failed(error)
        throw error
      } finally {
        inFlight.delete(running)
      }
    },
    grantsRetry: name => {
      const pool = served.get(name)
      return pool !== undefined && !pool.breaker.isLeftAlone() && pool.retries.take()
    },
    keepWarm: () => {
      for (const { warmth } of served.values()) warmth?.begin()
    },
    leaveAlone: (pool, reason) => served.get(pool)?.breaker.open(reason),
    leftAlone: () => new Map([...served].map(([name, { breaker }]) => [name, breaker.isOpen()])),
    states: () =>
      new Map(
        [...served].map(([name, { counter, breaker, retries, warmth }]) => [
          name,
          {
            ...counter.traffic(),
            rest: breaker.rest(),
            retries: retries.taken(),
            warm: warmth === null ? null : warmth.isWarm(),
          },
        ]),
      ),
    close: async () => {
      closing.abort()
      for (const { breaker, warmth } of served.values()) {
        breaker.close()
        warmth?.close()
      }
      await Promise.allSettled(inFlight)
    },
  }
}
