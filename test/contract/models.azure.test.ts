import { inspect } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import type { ProviderStub } from '../../infra/stub/provider.ts'
import type { Pool } from '../../processors/configuration.ts'
import type { ChatModels } from '../../processors/ports/models.ts'
import { callOf, failureOf, poolOf, type WiredOptions, wire } from './models.kit.ts'

const open: (ProviderStub | ChatModels)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const one of open.splice(0).reverse()) await one.close()
})

const key = 'azure-secret-of-the-test'

const start = (pool: Partial<Pool> = {}, stub: WiredOptions['stub'] = {}, path = '') =>
  wire(open, {
    stub,
    env: { AZURE_KEY: key },
    pool: url => poolOf({ kind: 'azure', baseUrl: url + path, apiKeyEnv: 'AZURE_KEY', ...pool }),
  })

it.each([
  ['the v1 API', undefined, '', '/openai/v1/chat/completions'],
  ['the v1 API, by its full address', undefined, '/openai/v1/', '/openai/v1/chat/completions'],
  ['a dated API', '2024-10-21', '/', '/openai/deployments/stub/chat/completions?api-version=2024-10-21'],
] as const)(
  'sends its key to %s in a header of its own, and nothing else of ours',
  async (_what, apiVersion, path, asked) => {
    for (const name of ['AZURE_OPENAI_API_KEY', 'OPENAI_API_KEY', 'OPENAI_ORG_ID']) vi.stubEnv(name, 'of-the-process')
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9')
    const { models, requests, stub } = await start({ apiVersion }, {}, path)
    await models.call(callOf())
    const [request] = requests
    expect(request?.url).toBe(stub.url + asked)
    expect(request?.headers.get('api-key')).toBe(key)
    expect(request?.headers.get('authorization')).toBeNull()
    expect(request?.redirect).toBe('manual')
    expect(inspect([...request!.headers])).not.toContain('of-the-process')
  },
)

it.each([undefined, '2024-10-21'])(
  'names the deployment of its model, and others by their name (%s)',
  async apiVersion => {
    const { models, stub } = await start({ apiVersion, deployment: 'chat-prod', models: ['other'] })
    expect((await models.call(callOf())).model).toBe('chat-prod')
    await models.call(callOf({ model: 'other' }))
    expect(stub.calls().map(({ model }) => model)).toEqual(['chat-prod', 'other'])
  },
)

it('says what the content filter found in a prompt, and leaves the pool to the next call', async () => {
  const body = {
    error: {
      code: 'content_filter',
      message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      param: 'prompt',
      status: 400,
      innererror: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_result: {
          hate: { filtered: false, severity: 'safe' },
          violence: { filtered: true, severity: 'medium' },
          jailbreak: { filtered: true, detected: true },
        },
      },
    },
  }
  const { models } = await start(
    {},
    { fault: (_request, number) => (number === 1 ? { kind: 'status', status: 400, body } : null) },
  )
  const error = await failureOf(models.call(callOf()))
  expect(error).toMatchObject({ code: 'MODEL_REFUSED', details: { partialText: null, usage: { promptTokens: 0 } } })
  expect(error.message).toBe(
    'pool main: HTTP 400: the content filter refused the prompt for violence (medium), jailbreak',
  )
  expect(await models.call(callOf())).toMatchObject({ finishReason: 'stop' })
})

it('says that an answer ended at the content filter', async () => {
  const { models } = await start({}, { answer: () => ({ text: 'You may', finishReason: 'content_filter' }) })
  expect(await models.call(callOf())).toMatchObject({ text: 'You may', finishReason: 'content_filter' })
})

it('keeps what had come when the content filter breaks a stream off', async () => {
  const fault = { kind: 'error', afterPieces: 2, code: 'content_filter', message: 'filtered' } as const
  const { models } = await start({}, { fault: () => fault })
  const error = await failureOf(models.call(callOf()))
  expect(error).toMatchObject({ code: 'MODEL_CUT', details: { partialText: 'Within thirty' } })
  expect(error.message).toBe('pool main: the stream broke off: content_filter')
})

it('takes a redirection for a refusal, so that the key stays with the resource', async () => {
  const { models, requests } = await start({}, { fault: () => ({ kind: 'status', status: 307 }) })
  expect(await failureOf(models.call(callOf()))).toMatchObject({ code: 'MODEL_REFUSED' })
  expect(requests).toHaveLength(1)
})
