import { countTokens } from '../../processors/compress/tokens.ts'
import { isTurnstreamError, turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import { labelOf } from '../../processors/offer/label.ts'
import type { ChatCall, ChatFailure, ChatModels, ChatResult } from '../../processors/ports/models.ts'
import type { Facts } from '../../processors/processor.ts'
import { purposeOf } from '../../processors/purpose.ts'
import type { InferenceRequested, Usage } from '../../schemas/types.ts'
import type { CallHabits } from './habits.ts'

/**
 * What a reply rests on: the log has this model's reply to this very prompt, or to another prompt of the turn; or what the turn was told
 * otherwise stands in for it, with as many tokens as the model takes for such a text; or nothing is known of it.
 */
export type Basis = 'recorded' | 'other prompt' | 'stood in' | 'unknown'

export interface RecordedReplies extends ChatModels {
  grantsRetry(pool: string): boolean
  /** How long a call took that no model is asked in, which the help centre answers; 0 where it is not recorded. */
  recordedMs(request: InferenceRequested): number
  /** What the reply to a call rests on. */
  basisOf(callId: string): Basis | null
}

export interface RepliesOptions {
  /** What was recorded. */
  readonly source: Facts
  /** What the shadow has made of it. */
  readonly shadow: Pick<Facts, 'find'>
  readonly habits: CallHabits
  /** Resolves when so many ms of event time have passed. */
  readonly pause: (ms: number) => Promise<void>
}

type Requested = DomainEvent<'InferenceRequested'>
type Ended = DomainEvent<'InferenceCompleted'> | DomainEvent<'InferenceFailed'>

const scaled = (usage: Usage, by: number): Usage => ({
  ...usage,
  promptTokens: Math.round(usage.promptTokens * by),
  cachedTokens: Math.round(usage.cachedTokens * by),
})

const offersOf = (prompt: DomainEvent<'PromptBuilt'> | null): string =>
  (prompt?.data.offers ?? []).map(({ answerHash }) => answerHash).join()

/** Stands in for models that are never asked: says what the log says that they have said, in the time that it took them. */
export const recordedReplies = ({ source, shadow, habits, pause }: RepliesOptions): RecordedReplies => {
  const bases = new Map<string, Basis>()
  /** From being asked for to its end, ms, of calls under way: what comes before a call at the model takes its time too. */
  const elapsed = new Map<string, number>()
  const passed = async (callId: string): Promise<void> => {
    const ms = elapsed.get(callId) ?? 0
    elapsed.delete(callId)
    await pause(ms)
  }
  /** Retries that recorded failures were granted, by pool. */
  const granted = new Map<string, number>()

  const endOf = (callId: string): Ended | null =>
    source.find('InferenceCompleted', idOf.completed(callId)) ?? source.find('InferenceFailed', idOf.failed(callId))

  /** The recorded call of this turn to this model, that of the same attempt first. */
  const recordedCall = ({ turnId, attempt, pool, model }: Requested['data']) => {
    const isSame = (asked: Requested | null): boolean => asked?.data.pool === pool && asked.data.model === model
    const at = (n: number): { asked: Requested; ended: Ended } | null => {
      const callId = idOf.call(turnId, n)
      const asked = source.find('InferenceRequested', idOf.requested(callId))
      const ended = asked && isSame(asked) ? endOf(callId) : null
      return asked && ended ? { asked, ended } : null
    }
    const same = at(attempt)
    if (same) return same
    for (let n = 1; source.find('InferenceRequested', idOf.requested(idOf.call(turnId, n))); n++) {
      const other = at(n)
      if (other && isType(other.ended, 'InferenceCompleted')) return other
    }
    return null
  }

  /** Usage of a reply: a follower of a shared call has none of its own, and what it led is where it was billed. */
  const billed = (ended: DomainEvent<'InferenceCompleted'>): Usage => {
    const leader = ended.data.joined === null ? null : endOf(ended.data.joined)
    return leader && isType(leader, 'InferenceCompleted') ? leader.data.usage : ended.data.usage
  }

  const tokensOf = (prompt: DomainEvent<'PromptBuilt'> | null): number =>
    prompt === null ? 0 : prompt.data.tokensAfter + prompt.data.offerTokens

  /** What is replied where this is to be said: the label of an offer that says the very same, else the words. */
  const replyWith = (request: Requested['data'], prompt: DomainEvent<'PromptBuilt'> | null, said: string): string => {
    const at = request.offers ? (prompt?.data.offers ?? []).findIndex(({ text }) => text === said) : -1
    return at < 0 ? said : labelOf(at + 1)
  }
  const writtenTokens = (request: Requested['data'], text: string): number => {
    const { meanCompletion, completionRatio } = habits.of(request.model)
    const tokens = text === '' ? meanCompletion : countTokens(text) * completionRatio
    return Math.min(request.maxTokens, Math.max(1, Math.round(tokens)))
  }

  const standIn = (
    request: Requested['data'],
    prompt: DomainEvent<'PromptBuilt'> | null,
    basis: Basis,
    said: string,
  ): ChatResult => {
    const habit = habits.of(request.model)
    const text = replyWith(request, prompt, said)
    const promptTokens = Math.round(tokensOf(prompt) * habit.promptRatio)
    bases.set(request.callId, basis)
    const { durationMs, elapsedMs } = habit.timesOf(request.callId)
    elapsed.set(request.callId, elapsedMs)
    return {
      ...{ model: request.model, text, finishReason: 'stop', toolCalls: null, reasoning: null },
      usage: {
        promptTokens,
        completionTokens: writtenTokens(request, text),
        cachedTokens: Math.round(promptTokens * habit.cachedShare),
        counted: true,
      },
      firstTokenMs: durationMs,
      durationMs,
    }
  }

  const replyOf = (request: Requested['data']): ChatResult => {
    const prompt = shadow.find('PromptBuilt', request.promptId)
    const told = source.find('TurnAnswered', idOf.answered(request.turnId))
    const call = recordedCall(request)
    if (!call) {
      // What the topology asks itself was asked of another turn, or not at all.
      if (told === null || purposeOf(request.turnId) !== 'answer') {
        bases.set(request.callId, 'unknown')
        const details: ChatFailure = { partialText: null, usage: noUsage, durationMs: 0 }
        throw turnstreamError('MODEL_REFUSED', 'the log has no reply to this', { details: { ...details } })
      }
      // The last resort's answer is none that a model would write.
      const { degraded, text } = told.data
      return degraded === null ? standIn(request, prompt, 'stood in', text) : standIn(request, prompt, 'unknown', '')
    }
    const { asked, ended } = call
    const before = source.find('PromptBuilt', asked.data.promptId)
    const by = tokensOf(before) > 0 ? tokensOf(prompt) / tokensOf(before) : 1
    const sameOffers = offersOf(before) === offersOf(prompt)
    const isSame = by === 1 && sameOffers && asked.data.attempt === request.attempt
    bases.set(request.callId, isSame ? 'recorded' : 'other prompt')
    elapsed.set(request.callId, Math.max(0, ended.timeMs - (asked.data.notBeforeMs ?? asked.timeMs)))
    if (isType(ended, 'InferenceFailed')) {
      const { code, message, partialText, usage, durationMs, againAtMs, retryPool } = ended.data
      if (retryPool !== null) granted.set(retryPool, (granted.get(retryPool) ?? 0) + 1)
      const againMs = againAtMs === null ? null : Math.max(0, againAtMs - ended.timeMs)
      const details: ChatFailure = { partialText, usage: scaled(usage, by), durationMs, againMs }
      throw turnstreamError(code as Parameters<typeof turnstreamError>[0], message, { details: { ...details } })
    }
    const { model, text, finishReason, toolCalls, reasoning, firstTokenMs, durationMs, chosen } = ended.data
    // A label stands for what it has chosen; among other offers it would stand for something else.
    const said = chosen === null ? text : (told?.data.text ?? text)
    const reply = sameOffers ? text : replyWith(request, prompt, said)
    const usage = scaled(billed(ended), by)
    return {
      ...{ model, finishReason: finishReason as ChatResult['finishReason'], toolCalls, reasoning },
      text: reply,
      usage: reply === text ? usage : { ...usage, completionTokens: writtenTokens(request, reply) },
      ...{ firstTokenMs, durationMs },
    }
  }

  return {
    recordedMs: request => {
      const call = recordedCall(request)
      return call ? Math.max(0, call.ended.timeMs - call.asked.timeMs) : 0
    },
    call: async ({ callId, onToken }: ChatCall) => {
      const request = shadow.find('InferenceRequested', idOf.requested(callId))
      if (!request) throw turnstreamError('INTERNAL', `the shadow has not asked for ${callId}`)
      try {
        const result = replyOf(request.data)
        await passed(callId)
        onToken(result.text)
        return result
      } catch (error) {
        if (isTurnstreamError(error)) await passed(callId)
        throw error
      }
    },
    grantsRetry: pool => {
      const left = granted.get(pool) ?? 0
      if (left > 0) granted.set(pool, left - 1)
      return left > 0
    },
    basisOf: callId => bases.get(callId) ?? null,
    close: async () => undefined,
  }
}

const noUsage: Usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }
