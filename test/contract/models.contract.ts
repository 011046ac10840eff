import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { createChatModels } from '../../infra/models/chat-models.ts'
import type { StubCall } from '../../infra/stub/invoice.ts'
import { type ProviderStub, type ProviderStubOptions, startProviderStub } from '../../infra/stub/provider.ts'
import { countMessages, countTokens } from '../../processors/compress/tokens.ts'
import type { Pool } from '../../processors/configuration.ts'
import type { ErrorCode } from '../../processors/errors.ts'
import type { ChatCall, ChatFailure, ChatModels } from '../../processors/ports/models.ts'

export interface ModelsContract {
  /** A pool of this kind at a server of the stub's origin. */
  pool(url: string): Pool
  /** The wire that the stub shall see. */
  readonly wire: StubCall['wire']
  /** Whether the wire tells of prefix-cached tokens. */
  readonly tellsCached: boolean
  /** Whether the call id goes along as idempotency key. */
  readonly sendsCallId: boolean
  /** What a request says of `asked`, in the words of the wire. */
  readonly asks: object
}

/** What the contract asks of every wire. */
export const asked = {
  temperature: 0.2,
  maxTokens: 99,
  tools: [{ type: 'function', function: { name: 'find', parameters: { type: 'object' } } }],
  responseFormat: { type: 'json_object' },
}

const key = 'sk-secret-of-the-test'
const messages = [
  { role: 'system', content: 'You answer shoppers.' },
  { role: 'user', content: 'How long may I keep it before I send it back?' },
]
const text = 'You may send it back within thirty days, unused.'

/** A `Request` holds its signal weakly: what aborts through one is lost with it. Finalizers run between the collections. */
const collected = async (): Promise<void> => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let times = 0; times < 5; times++) {
    collect()
    await setImmediate()
  }
}

/** What every implementation of the chat model port promises. */
export const modelsContract = (name: string, contract: ModelsContract): void => {
  describe(name, () => {
    const open: (ProviderStub | ChatModels)[] = []
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one.close()
    })

    const start = async (options: Partial<ProviderStubOptions> = {}, pool: Partial<Pool> = {}) => {
      const stub = await startProviderStub({ answer: () => text, ...options })
      const pools = { main: { ...contract.pool(stub.url), apiKeyEnv: 'STUB_KEY', ...pool } }
      const models = createChatModels({ pools, env: { STUB_KEY: key } })
      open.push(stub, models)
      return { stub, models }
    }

    const request = (over: Partial<ChatCall> = {}): ChatCall & { tokens: string[] } => {
      const tokens: string[] = []
      return {
        callId: 'turn.call.1',
        pool: 'main',
        model: 'stub',
        messages,
        maxTokens: 256,
        temperature: null,
        tools: null,
        responseFormat: null,
        timeoutMs: 5_000,
        signal: new AbortController().signal,
        onToken: piece => void tokens.push(piece),
        ...over,
        tokens,
      }
    }

    const failureOf = async (
      call: Promise<unknown>,
    ): Promise<{ code: ErrorCode; message: string; details: ChatFailure }> =>
      call.then(
        () => expect.fail('the call should have failed'),
        error => error,
      )

    it('streams the answer in pieces that together are its text', async () => {
      const { models } = await start()
      const call = request()
      const result = await models.call(call)
      expect(call.tokens.length).toBeGreaterThan(3)
      expect(call.tokens.join('')).toBe(text)
      expect(result).toMatchObject({ model: 'stub', text, finishReason: 'stop', toolCalls: null, reasoning: null })
      expect(result.firstTokenMs).toBeLessThanOrEqual(result.durationMs)
    })

    it(`calls once, ${contract.sendsCallId ? 'with the call id as idempotency key' : 'without an idempotency key'}, and reports the usage that is billed`, async () => {
      const { stub, models } = await start({ answer: () => ({ text, cachedTokens: 16 }) })
      const { usage } = await models.call(request())
      const [line, ...more] = stub.invoice()
      expect(more).toEqual([])
      const idempotencyKey = contract.sendsCallId ? 'turn.call.1' : null
      expect(line).toMatchObject({ idempotencyKey, outcome: 'completed', wire: contract.wire })
      expect(usage).toEqual({
        promptTokens: line?.promptTokens,
        completionTokens: line?.completionTokens,
        cachedTokens: contract.tellsCached ? 16 : 0,
        counted: false,
      })
    })

    it('counts the tokens, and says so, where the provider does not tell them', async () => {
      const { models } = await start({ fault: () => ({ kind: 'no_usage' }) })
      const { usage } = await models.call(request())
      expect(usage).toEqual({
        promptTokens: countMessages(messages),
        completionTokens: countTokens(text),
        cachedTokens: 0,
        counted: true,
      })
    })

    it('passes limit, temperature, tools and response format on', async () => {
      const bodies: unknown[] = []
      const { models } = await start({
        answer: (_messages, { body }) => {
          bodies.push(body)
          return text
        },
      })
      const { temperature, maxTokens, tools, responseFormat } = asked
      const more = { tools: JSON.stringify(tools), responseFormat: JSON.stringify(responseFormat) }
      await models.call(request({ temperature, maxTokens, ...more }))
      expect(bodies).toMatchObject([contract.asks])
    })

    it('puts tool calls together', async () => {
      const toolCalls = [
        { name: 'find_order', arguments: '{"order":"A-17","deep":true}' },
        { name: 'refund', arguments: '{"amount":12.5}' },
      ]
      const { models } = await start({ answer: () => ({ text: '', toolCalls }) })
      const result = await models.call(request())
      expect(result.finishReason).toBe('tool_calls')
      expect(JSON.parse(result.toolCalls ?? '')).toEqual(
        toolCalls.map((call, at) => ({ id: `call_${at}`, type: 'function', function: call })),
      )
    })

    it('keeps the reasoning apart from the answer', async () => {
      const { models } = await start({ answer: () => ({ text, reasoning: 'They ask about returns.' }) })
      const call = request()
      expect(await models.call(call)).toMatchObject({ text, reasoning: 'They ask about returns.' })
      expect(call.tokens.join('')).toBe(text)
    })

    it('says when an answer was cut at the token limit', async () => {
      const { models } = await start()
      const result = await models.call(request({ maxTokens: 4 }))
      expect(result.finishReason).toBe('length')
      expect(text.startsWith(result.text)).toBe(true)
    })

    it.each([
      [400, 'MODEL_REFUSED'],
      [404, 'MODEL_REFUSED'],
      [429, 'MODEL_RATE_LIMITED'],
      [500, 'MODEL_UNREACHABLE'],
      [503, 'MODEL_UNREACHABLE'],
    ] as const)('calls once where the provider answers %i, and throws %s with what it said', async (status, code) => {
      const message = `no, and ${key} is no good`
      const { stub, models } = await start({ fault: () => ({ kind: 'status', status, retryAfterS: 0, message }) })
      const error = await failureOf(models.call(request()))
      expect(error).toMatchObject({
        code,
        details: { partialText: null, usage: { promptTokens: 0, completionTokens: 0 } },
      })
      expect(error.details.againMs).toEqual(code === 'MODEL_REFUSED' ? null : expect.any(Number))
      expect(error.message).toContain(`HTTP ${status}: `)
      expect(error.message).toContain('no, and')
      expect(error.message).not.toContain(key)
      expect(stub.calls()).toHaveLength(1)
    })

    it('names the variable of a refused key, never the key', async () => {
      const { models } = await start({ apiKey: 'another' })
      const error = await failureOf(models.call(request()))
      expect(error.code).toBe('MODEL_REFUSED')
      expect(error.message).toContain('STUB_KEY')
      expect(inspect(error, { depth: 9 })).not.toContain(key)
    })

    it('sends the key of the pool', async () => {
      const { models } = await start({ apiKey: key })
      expect(await models.call(request())).toMatchObject({ text })
    })

    it('throws MODEL_UNREACHABLE where nobody answers at the address', async () => {
      const { stub, models } = await start()
      await stub.close()
      const error = await failureOf(models.call(request()))
      expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', details: { usage: { promptTokens: 0 } } })
      expect(error.message).toContain('ECONNREFUSED')
    })

    it('cancels at the provider a call that hangs until its time limit', async () => {
      const { stub, models } = await start({ fault: () => ({ kind: 'hang' }) })
      const error = await failureOf(models.call(request({ timeoutMs: 1_000 })))
      expect(error).toMatchObject({ code: 'MODEL_TIMEOUT', details: { partialText: null } })
      expect(error.details.againMs).toBeUndefined()
      await expect.poll(() => stub.calls()).toMatchObject([{ outcome: 'cancelled' }])
    })

    it('cancels at the provider a stream that stalls, and keeps what had come', async () => {
      const { stub, models } = await start({ fault: () => ({ kind: 'stall', afterPieces: 3 }) })
      const call = request({ timeoutMs: 400 })
      const error = await failureOf(models.call(call))
      expect(error).toMatchObject({ code: 'MODEL_TIMEOUT', details: { partialText: 'You may send' } })
      expect(error.details.usage).toEqual({
        promptTokens: countMessages(messages),
        completionTokens: countTokens('You may send'),
        cachedTokens: 0,
        counted: true,
      })
      expect(call.tokens.join('')).toBe('You may send')
      await expect
        .poll(() => stub.invoice())
        .toMatchObject([{ outcome: 'cancelled', completionTokens: countTokens('You may send') }])
    })

    it.each(['cut', 'unfinished', 'malformed'] as const)('never takes a stream for whole that is %s', async kind => {
      const { models } = await start({ fault: () => ({ kind, afterPieces: 3 }) })
      const error = await failureOf(models.call(request()))
      expect(error.code).toBe('MODEL_CUT')
      expect(text.startsWith(error.details.partialText ?? 'nothing')).toBe(true)
    })

    it.each(['before the first token', 'in mid-stream'])('cancels at the provider when aborted %s', async when => {
      const { stub, models } = await start({ firstTokenMs: when === 'in mid-stream' ? 0 : 10_000, perTokenMs: 50 })
      const leave = new AbortController()
      const running = models.call(request({ signal: leave.signal, onToken: () => leave.abort() }))
      if (when !== 'in mid-stream') {
        await expect.poll(() => stub.calls()).toHaveLength(1)
        leave.abort()
      }
      expect(await failureOf(running)).toMatchObject({ code: 'CLIENT_CLOSED' })
      await expect.poll(() => stub.calls()).toMatchObject([{ outcome: 'cancelled' }])
    })

    it('cancels at the provider a call that hangs while memory is collected', async () => {
      const { stub, models } = await start({ fault: () => ({ kind: 'hang' }) })
      const leave = new AbortController()
      const running = failureOf(models.call(request({ signal: leave.signal })))
      await expect.poll(() => stub.calls()).toHaveLength(1)
      await collected()
      leave.abort()
      expect(await running).toMatchObject({ code: 'CLIENT_CLOSED' })
      await expect.poll(() => stub.calls()).toMatchObject([{ outcome: 'cancelled' }])
    })

    it('makes no request for a call that is aborted already', async () => {
      const { stub, models } = await start()
      expect(await failureOf(models.call(request({ signal: AbortSignal.abort() })))).toMatchObject({
        code: 'CLIENT_CLOSED',
      })
      expect(stub.calls()).toEqual([])
    })

    it('makes no more calls at a time than the pool allows, and gives up those that wait too long', async () => {
      let now = 0
      let most = 0
      const { stub, models } = await start(
        {
          perTokenMs: 10,
          answer: () => {
            most = Math.max(most, ++now)
            return text
          },
        },
        { concurrency: 2 },
      )
      const six = Array.from({ length: 6 }, () => models.call(request()).finally(() => now--))
      const late = failureOf(models.call(request({ timeoutMs: 40 })))
      expect(await late).toMatchObject({ code: 'MODEL_TIMEOUT', details: { usage: { promptTokens: 0 } } })
      await Promise.all(six)
      expect(most).toBe(2)
      expect(stub.calls()).toHaveLength(6)
    })

    it('cancels what is in flight when it is closed', async () => {
      const { stub, models } = await start({ fault: () => ({ kind: 'hang' }) })
      const running = failureOf(models.call(request()))
      await expect.poll(() => stub.calls()).toHaveLength(1)
      await models.close()
      expect(await running).toMatchObject({ code: 'MODEL_UNREACHABLE' })
      await expect.poll(() => stub.calls()).toMatchObject([{ outcome: 'cancelled' }])
    })
  })
}
