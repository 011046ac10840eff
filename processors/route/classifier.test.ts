import { describe, expect, it } from 'vitest'
import { turnstreamError } from '../errors.ts'
import type { ChatCall, ChatResult } from '../ports/models.ts'
import { classifierRouter, tierIn } from './classifier.ts'
import type { RoutedTurn } from './router.ts'

const bounds = { smallBelow: 0.3, mediumBelow: 0.7 }
const turn = { turnId: 't_1', text: 'Where is my parcel?', vector: null, embeddingModel: '' } as unknown as RoutedTurn
const never = new AbortController().signal

const usage = { promptTokens: 120, completionTokens: 1, cachedTokens: 0, counted: false }
const asked = { pool: 'tiny', model: 'qwen', usage }

const answering = (reply: (call: ChatCall) => string) =>
  classifierRouter({
    models: { call: async call => ({ text: reply(call), usage }) as ChatResult },
    pool: 'tiny',
    model: 'qwen',
    timeoutMs: 700,
  })

describe('a reply', () => {
  it.each([
    ['small', 'small'],
    [' Medium.\n', 'medium'],
    ['"LARGE"', 'large'],
    ['`large`.', 'large'],
    ['', null],
    ['the small one', null],
    ['small or medium', null],
    ['huge', null],
    ['small\nlarge', null],
    ['Your parcel is on its way.', null],
  ])('%j names the tier %s', (reply, tier) => {
    expect(tierIn(reply)).toBe(tier)
  })
})

describe('the classifier', () => {
  it.each([
    ['small', { score: 0.15, confidence: 1 }],
    ['medium', { score: 0.5, confidence: 1 }],
    ['large', { score: 0.85, confidence: 1 }],
    ['Let me think about that.', { score: 0.5, confidence: 0 }],
  ])('that says %j gives %j', async (reply, score) => {
    expect(await answering(() => reply).score(turn, bounds, never)).toEqual({ ...score, asked })
  })

  it('asks the pool for a name alone, within the time limit, and of a long message for its beginning', async () => {
    const calls: ChatCall[] = []
    const router = answering(call => {
      calls.push(call)
      return 'small'
    })
    await router.score({ ...turn, text: 'a'.repeat(1_000_000) }, bounds, never)
    const [{ messages, ...call }] = calls as [ChatCall]
    expect(call).toMatchObject({ callId: 't_1.classify', pool: 'tiny', model: 'qwen', timeoutMs: 700, maxTokens: 16 })
    expect(messages.at(0)!.content).toMatch(/the pool's name only: small, medium or large\.$/)
    expect(messages.at(1)).toEqual({ role: 'user', content: 'a'.repeat(4_000) })
    expect(router.name).toMatch(/^classifier:qwen:[0-9a-f]{12}$/)
  })

  it.each(['MODEL_TIMEOUT', 'MODEL_UNREACHABLE', 'MODEL_RATE_LIMITED'] as const)('is unsure after %s', async code => {
    const router = answering(() => {
      throw turnstreamError(code, 'no reply')
    })
    expect(await router.score(turn, bounds, never)).toEqual({ score: 0.5, confidence: 0 })
  })

  it('says what a call was billed for that ended too early', async () => {
    const cut = { ...usage, completionTokens: 0, counted: true }
    const router = answering(() => {
      throw turnstreamError('MODEL_CUT', 'cut', { details: { partialText: null, usage: cut, durationMs: 1 } })
    })
    expect(await router.score(turn, bounds, never)).toEqual({
      score: 0.5,
      confidence: 0,
      asked: { ...asked, usage: cut },
    })
  })

  it('leaves a turn alone whose process drains', async () => {
    const gone = turnstreamError('CLIENT_CLOSED', 'aborted')
    const router = answering(() => {
      throw gone
    })
    await expect(router.score(turn, bounds, AbortSignal.abort())).rejects.toBe(gone)
  })
})
