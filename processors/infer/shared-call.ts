import { setTimeout as delay } from 'node:timers/promises'
import type { InferenceCompleted } from '../../schemas/types.ts'
import { errorCatalogue, turnstreamError } from '../errors.ts'
import { idOf } from '../event.ts'
import type { FlightLock, FlightLocks } from '../ports/flight-locks.ts'
import type { ChatCall, ChatModels, ChatResult } from '../ports/models.ts'
import type { Facts } from '../processor.ts'

/** An answer, and the call id of whoever made it in another process; null where it was made here. */
export interface Made {
  readonly result: ChatResult
  readonly elsewhere: string | null
}

/** Makes a call that no other in this process is making. Throws as ChatModels do. */
export type MakeCall = (key: string | null, request: ChatCall, askedAtMs: number) => Promise<Made>

/** Every call is made. */
export const makeAlone =
  (models: Pick<ChatModels, 'call'>): MakeCall =>
  async (_key, request) => ({ result: await models.call(request), elsewhere: null })

export interface SharedCallPorts {
  readonly models: Pick<ChatModels, 'call'>
  readonly locks: FlightLocks
  readonly facts: Pick<Facts, 'find'>
  /** Event time, ms since 1970. */
  readonly now: () => number
}

/** How often the log is looked at for an answer that is about to be on it, ms, */
const lookMs = 10
/** and for how long: a commit takes a tenth of a second, and whoever waits would else make the call. */
const patienceMs = 5_000

const nothing = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }

const resultOf = (data: InferenceCompleted): ChatResult => ({
  model: data.model,
  text: data.text,
  finishReason: data.finishReason as ChatResult['finishReason'],
  toolCalls: data.toolCalls,
  reasoning: data.reasoning,
  usage: nothing,
  firstTokenMs: null,
  durationMs: 0,
})

/**
 * Identical concurrent calls of several processes are one call, made by whoever has the lock. The others find its answer on
 * the log, and get it in one piece. The lock is released only when the answer is on the log, so that nobody who sees it
 * released looks in vain; where the answer does not come, another makes the call.
 */
export const makeShared = ({ models, locks, facts, now }: SharedCallPorts): MakeCall => {
  /** What became of a call, once that is on the log; null where nothing is in time. */
  const recorded = async (callId: string, signal?: AbortSignal): Promise<ChatResult | 'failed' | null> => {
    for (const until = performance.now() + patienceMs; performance.now() < until; ) {
      signal?.throwIfAborted()
      const completed = facts.find('InferenceCompleted', idOf.completed(callId))
      if (completed) return resultOf(completed.data)
      if (facts.find('InferenceFailed', idOf.failed(callId))) return 'failed'
      await delay(lookMs, undefined, { ref: false })
    }
    return null
  }
  const releaseOnceRecorded = async (lock: FlightLock, callId: string): Promise<void> => {
    const outcome = await recorded(callId).catch(() => null)
    await lock.release(outcome !== null && outcome !== 'failed' ? now() : null)
  }
  const lead = async (lock: FlightLock, request: ChatCall): Promise<Made> => {
    try {
      const result = await models.call(request)
      void releaseOnceRecorded(lock, request.callId)
      return { result, elsewhere: null }
    } catch (error) {
      void lock.release(null)
      throw error
    }
  }
  const alone = makeAlone(models)

  return async (key, request, askedAtMs) => {
    if (key === null) return alone(key, request, askedAtMs)
    for (;;) {
      const boarding = await locks.board(key, request.callId, askedAtMs)
      if (boarding.kind === 'alone') return alone(key, request, askedAtMs)
      if (boarding.kind === 'leader') return lead(boarding.lock, request)
      const { leader } = boarding
      const awaited = boarding.kind === 'follower' ? boarding.over(request.signal) : Promise.resolve()
      const result = await awaited
        .then(() => recorded(leader, request.signal))
        .catch((error: unknown) => {
          throw request.signal.aborted
            ? turnstreamError('CLIENT_CLOSED', errorCatalogue.CLIENT_CLOSED.about, { cause: error })
            : error
        })
      if (result !== null && result !== 'failed') {
        request.onToken(result.text)
        return { result, elsewhere: leader }
      }
      // It landed, and nothing of it is to be found: boarding again would end here again.
      if (boarding.kind === 'landed') return alone(key, request, askedAtMs)
    }
  }
}
