import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ollamaModel } from '../../infra/local/ollama/build.ts'
import { createChatModels } from '../../infra/models/chat-models.ts'
import { type ProviderStub, startProviderStub } from '../../infra/stub/provider.ts'
import { deciderConfiguration, type Pool } from '../../processors/configuration.ts'
import type { ErrorCode } from '../../processors/errors.ts'
import type { ChatCall, ChatFailure, ChatModels } from '../../processors/ports/models.ts'
import { type Serving, serve } from '../chaos/serving.ts'
import { turnstream } from '../cli/turnstream.ts'
import { parseSse } from '../gateway/gateway.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { own } from './needs.ts'

/** The same server speaks two protocols. */
const wires = {
  ollama: { kind: 'ollama', path: '' },
  'openai-compatible': { kind: 'openai', path: '/v1' },
} as const

/** The smallest model is asked for a long answer where something shall happen in the middle of it. */
const atLength = 'Count slowly from one to one thousand, each number in words and on a line of its own.'
const weatherTool = JSON.stringify([
  { type: 'function', function: { name: 'weather', description: 'The weather', parameters: { type: 'object' } } },
])

await describeOn('A real Ollama', { ollama: own('ollama') }, ({ ollama }) => {
  const poolAt = (wire: (typeof wires)[keyof typeof wires], more: object = {}): Pool =>
    deciderConfiguration.parse({
      pools: { local: { kind: wire.kind, baseUrl: `${ollama.address}${wire.path}`, model: ollamaModel, ...more } },
    }).pools.local!

  describe.each(Object.entries(wires))('over its %s protocol', (_name, wire) => {
    let models: ChatModels | null = null
    afterEach(async () => {
      await models?.close()
      models = null
    })
    const open = (): ChatModels => {
      models = createChatModels({ pools: { local: poolAt(wire) }, env: {} })
      return models
    }
    const request = (content: string, over: Partial<ChatCall> = {}): ChatCall => ({
      ...{ callId: 'turn.call.1', pool: 'local', model: ollamaModel, maxTokens: 24, temperature: 0 },
      messages: [{ role: 'user', content }],
      ...{ tools: null, responseFormat: null, timeoutMs: 60_000, signal: new AbortController().signal },
      onToken: () => undefined,
      ...over,
    })
    const failureOf = (call: Promise<unknown>): Promise<{ code: ErrorCode; message: string; details: ChatFailure }> =>
      call.then(
        () => expect.fail('the call should have failed'),
        error => error,
      )

    it('streams an answer, and says what it took', async () => {
      const pieces: string[] = []
      const result = await open().call(
        request('Say hello to the customer.', { onToken: piece => void pieces.push(piece) }),
      )
      expect(pieces.length).toBeGreaterThan(2)
      expect(pieces.join('')).toBe(result.text)
      expect(result).toMatchObject({ model: ollamaModel, toolCalls: null, usage: { counted: false } })
      expect(result.usage.promptTokens).toBeGreaterThan(5)
      expect(result.usage.completionTokens).toBeGreaterThan(2)
      expect(result.firstTokenMs).toBeLessThanOrEqual(result.durationMs)
    })

    it('says when an answer was cut at the token limit', async () => {
      const { finishReason, usage } = await open().call(request(atLength, { maxTokens: 6 }))
      expect(finishReason).toBe('length')
      expect(usage.completionTokens).toBe(6)
    })

    it('answers the same to the same at temperature 0', async () => {
      const once = await open().call(request('Name one colour.'))
      const again = await open().call(request('Name one colour.'))
      expect(again.text).toBe(once.text)
    })

    it('keeps to JSON where that is asked for', async () => {
      const asked = request('Answer with a JSON object that has one field, colour.', {
        responseFormat: '{"type":"json_object"}',
      })
      expect((await open().call(asked)).text.trim()).toMatch(/^\{/)
    })

    it('refuses a model that it does not have, and says which', async () => {
      const error = await failureOf(open().call(request('Hello?', { model: 'nothing-of-this-name' })))
      expect(error).toMatchObject({ code: 'MODEL_REFUSED', details: { partialText: null } })
      expect(error.message).toContain('nothing-of-this-name')
    })

    it('refuses tools for a model that has none', async () => {
      const error = await failureOf(open().call(request('What is the weather?', { tools: weatherTool })))
      expect(error.code).toBe('MODEL_REFUSED')
      expect(error.message).toContain('does not support tools')
    })

    it('is cancelled in mid-stream, and takes the next call at once', async () => {
      const leave = new AbortController()
      const long = request(atLength, { maxTokens: 2_000, signal: leave.signal, onToken: () => leave.abort() })
      expect(await failureOf(open().call(long))).toMatchObject({ code: 'CLIENT_CLOSED' })
      expect((await open().call(request('Say hello.', { maxTokens: 3, timeoutMs: 10_000 }))).text).not.toBe('')
    })

    it('is given up at the time limit, with what had come', async () => {
      // Loads the model, for the time limit is one within which the answer cannot end.
      await open().call(request('Hello?', { maxTokens: 1 }))
      const error = await failureOf(open().call(request(atLength, { maxTokens: 2_000, timeoutMs: 200 })))
      expect(error).toMatchObject({ code: 'MODEL_TIMEOUT', details: { usage: { counted: true } } })
      expect(error.details.partialText).not.toBe('')
    })

    it('killed in mid-stream leaves a cut answer, and answers again once it is back', async () => {
      let killed: Promise<void> | null = null
      const kill = (): void => {
        killed ??= ollama.kill('SIGKILL')
      }
      const error = await failureOf(open().call(request(atLength, { maxTokens: 2_000, onToken: kill })))
      expect(error).toMatchObject({ code: 'MODEL_CUT', details: { usage: { counted: true } } })
      expect(error.details.partialText?.length).toBeGreaterThan(0)
      await killed
      expect(await failureOf(open().call(request('Hello?')))).toMatchObject({ code: 'MODEL_UNREACHABLE' })
      await ollama.restart()
      expect((await open().call(request('Say hello.'))).text).not.toBe('')
    })
  })

  it('kept warm, it has its model loaded before anybody asks, for longer than it would be by itself', async () => {
    const loaded = async (): Promise<number> => {
      const told = await (await fetch(`${ollama.address}/api/ps`)).json()
      const [model] = (told as { models: readonly { expires_at: string }[] }).models
      return model === undefined ? 0 : Math.round((Date.parse(model.expires_at) - Date.now()) / 60_000)
    }
    await ollama.kill('SIGTERM')
    await ollama.restart()
    expect(await loaded()).toBe(0)
    const models = createChatModels({ pools: { local: poolAt(wires.ollama, { warm: true }) }, env: {} })
    const isWarm = (): boolean | null => models.states().get('local')!.warm
    expect(isWarm()).toBe(false)
    models.keepWarm()
    await expect.poll(isWarm, { timeout: 60_000 }).toBe(true)
    expect(await loaded()).toBe(10)
    await models.close()
  })

  describe('before a server', () => {
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-ollama-'))
    let stub: ProviderStub
    let server: Serving
    beforeAll(async () => {
      stub = await startProviderStub({ answer: () => 'Hello from elsewhere.' })
      const pools = {
        local: poolAt(wires.ollama, { tier: 'small' }),
        cloud: { kind: 'openai', tier: 'large', baseUrl: `${stub.url}/v1`, model: 'demo-large' },
      }
      // Every turn is a simple one.
      const bounds = ['--set', 'route.mediumBelow=1', '--set', 'route.smallBelow=0.99']
      server = await serve(dir, ['--set', `pools=${JSON.stringify(pools)}`, ...bounds])
    })
    afterAll(async () => {
      await server.kill('SIGKILL')
      await stub.close()
      rmSync(dir, { recursive: true })
    })
    const post = (path: string, message: string): Promise<Response> =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ message }),
      })
    interface Call {
      readonly pool: string
      readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number }
      readonly error: { readonly code: string } | null
    }
    const callsOf = async (turnId: string): Promise<readonly Call[]> => {
      const explained = await fetch(`${server.url}/v1/explain/${turnId}`)
      return ((await explained.json()) as { calls: readonly Call[] }).calls
    }

    it('stopped in the middle of an answer: the next pool answers, and both calls are told with their tokens', async () => {
      const response = await post('/v1/chat/stream', atLength)
      let told = ''
      let stopped: Promise<void> | null = null
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        told += piece
        if (told.includes('event: token')) stopped ??= ollama.kill('SIGTERM')
      }
      await stopped
      const events = parseSse(told)
      expect(events.map(({ event }) => event)).toContain('restart')
      const done = JSON.parse(events.at(-1)!.data) as { turn_id: string; message: string }
      expect(done.message).toBe('Hello from elsewhere.')
      const calls = await callsOf(done.turn_id)
      expect(calls).toMatchObject([
        { pool: 'local', error: { code: 'MODEL_CUT' } },
        { pool: 'cloud', error: null },
      ])
      for (const { usage } of calls) expect(Math.min(usage.prompt_tokens, usage.completion_tokens)).toBeGreaterThan(0)
      expect(stub.invoice()).toHaveLength(1)
    })

    it('started again answers turns again, and the log is decided again as it was recorded', {
      timeout: 60_000,
    }, async () => {
      await ollama.restart()
      await eventually('Ollama answers', async () => {
        const answer = await post('/v1/chat', `Say hello at ${performance.now()}.`)
        const { turn_id } = (await answer.json()) as { turn_id: string }
        return (await callsOf(turn_id)).at(-1)?.pool === 'local'
      })
      expect(await server.kill('SIGTERM')).toBe(0)
      const verified = await turnstream(['replay', '--verify', '--json', '--data-dir', dir])
      expect(JSON.parse(verified.stdout), verified.stderr).toMatchObject({ identical: true })
    })
  })
})
