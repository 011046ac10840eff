import { execFile } from 'node:child_process'
import { inspect, promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bedrockWire } from '../../infra/models/bedrock.ts'
import type { ProviderStub } from '../../infra/stub/provider.ts'
import type { Pool } from '../../processors/configuration.ts'
import type { ChatModels } from '../../processors/ports/models.ts'
import { callOf, failureOf, poolOf, type WiredOptions, wire } from './models.kit.ts'

const open: (ProviderStub | ChatModels)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const one of open.splice(0).reverse()) await one.close()
})

const env = {
  AWS_ACCESS_KEY_ID: 'AKIDOFTHETEST',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-test',
  AWS_SESSION_TOKEN: 'session-of-the-test',
}

const start = (pool: Partial<Pool> = {}, options: Omit<WiredOptions, 'pool'> = {}) =>
  wire(open, {
    env,
    ...options,
    pool: baseUrl => poolOf({ kind: 'bedrock', region: 'eu-central-1', baseUrl, ...pool }),
  })

describe('what lets it in', () => {
  it('is a signature by the keys of its own environment, for the region of the pool', async () => {
    const { models, requests } = await start()
    await models.call(callOf())
    const [request] = requests
    const day = request?.headers.get('x-amz-date')?.slice(0, 8)
    expect(request?.headers.get('authorization')).toContain(
      `AWS4-HMAC-SHA256 Credential=AKIDOFTHETEST/${day}/eu-central-1/bedrock/aws4_request, `,
    )
    expect(request?.headers.get('x-amz-security-token')).toBe('session-of-the-test')
  })

  it('is the Bedrock API key that the pool names, and then no signature', async () => {
    const { models, requests } = await start({ apiKeyEnv: 'KEY' }, { env: { ...env, KEY: 'k' }, stub: { apiKey: 'k' } })
    await models.call(callOf())
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer k')
    expect(requests[0]?.headers.get('x-amz-security-token')).toBeNull()
  })

  it.each([
    ['signed', {}],
    ['with a key', { apiKeyEnv: 'KEY' }],
  ])('does not come from the environment of the process (%s)', async (_how, pool) => {
    const process = {
      AWS_ACCESS_KEY_ID: 'P',
      AWS_SECRET_ACCESS_KEY: 'P',
      AWS_BEARER_TOKEN_BEDROCK: 'P',
      AWS_REGION: 'P',
    }
    for (const [name, value] of Object.entries(process)) vi.stubEnv(name, value)
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9')
    const { models, requests } = await start(pool, { env: { KEY: 'k' } })
    await models.call(callOf())
    expect(requests[0]?.headers.get('authorization')).toMatch(
      'apiKeyEnv' in pool ? /^Bearer k$/ : /Credential=none\/\d{8}\/eu-central-1\//,
    )
  })

  it('is named where it is missing, and never shown where it is refused', async () => {
    const message = `no, ${Object.values(env).join(' ')}`
    const stub = { fault: () => ({ kind: 'status', status: 403, message }) as const }
    const [bare, full] = [await start({}, { env: {}, stub }), await start({}, { stub })]
    expect((await failureOf(bare.models.call(callOf()))).message).toContain(
      'HTTP 403: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY are not set: no, ',
    )
    const error = await failureOf(full.models.call(callOf()))
    expect(error.message).toBe(
      'pool main: HTTP 403: the key in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN was refused: no, … … …',
    )
    for (const secret of Object.values(env)) expect(inspect(error, { depth: 9 })).not.toContain(secret)
  })

  it('may not be enough for a model, which Bedrock says with the status of a bad key', async () => {
    const message = "You don't have access to the model with the specified model ID."
    const { models } = await start({}, { stub: { fault: () => ({ kind: 'status', status: 403, message }) } })
    expect(await failureOf(models.call(callOf()))).toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringContaining(message),
    })
  })
})

it('calls a model by its ARN', async () => {
  const model =
    'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0'
  const { models, stub } = await start({ model })
  expect(await models.call(callOf({ model }))).toMatchObject({ model, text: 'Within thirty days.' })
  expect(stub.calls()).toMatchObject([{ model, outcome: 'completed' }])
})

describe('what goes wrong', () => {
  it.each([
    [408, 'MODEL_UNREACHABLE'],
    [424, 'MODEL_UNREACHABLE'],
    [429, 'MODEL_RATE_LIMITED'],
  ] as const)('before the stream is called for once: %i is %s', async (status, code) => {
    const fault = { kind: 'status', status, message: 'later', retryAfterS: 7 } as const
    const { models, requests } = await start({}, { stub: { fault: () => fault } })
    const error = await failureOf(models.call(callOf()))
    expect(error).toMatchObject({
      code,
      message: `pool main: HTTP ${status}: later`,
      details: { retryAfterMs: 7_000, usage: { promptTokens: 0 } },
    })
    expect(requests).toHaveLength(1)
  })

  it.each([
    ['throttlingException', 'MODEL_RATE_LIMITED', 'HTTP 429: of the test'],
    ['validationException', 'MODEL_REFUSED', 'HTTP 400: of the test'],
    ['modelStreamErrorException', 'MODEL_CUT', 'the stream broke off: ModelStreamErrorException: of the test'],
    ['internalServerException', 'MODEL_CUT', 'the stream broke off: InternalServerException: of the test'],
    ['serviceUnavailableException', 'MODEL_CUT', 'the stream broke off: ServiceUnavailableException: of the test'],
    ['exceptionOfTomorrow', 'MODEL_CUT', 'the stream broke off: exceptionOfTomorrow: {"message":"of the test"}'],
  ] as const)('within the stream keeps what had come: %s is %s', async (name, code, message) => {
    const fault = { kind: 'error', afterPieces: 2, code: name, message: 'of the test' } as const
    const { models } = await start({}, { stub: { fault: () => fault } })
    const error = await failureOf(models.call(callOf()))
    expect(error).toMatchObject({ code, message: `pool main: ${message}`, details: { partialText: 'Within thirty' } })
  })

  it.each([
    [502, 'MODEL_UNREACHABLE', 'HTTP 502: the answer is none of Bedrock'],
    [404, 'MODEL_REFUSED', 'HTTP 404: the answer is none of Bedrock'],
    [302, 'MODEL_REFUSED', 'HTTP 302: the answer is none of Bedrock'],
    [200, 'MODEL_CUT', 'the stream broke off: Error: Truncated event message received.'],
  ] as const)('where a proxy answers %i with a page is %s', async (status, code, message) => {
    const answers = (): Response =>
      new Response('<html>Good day</html>', { status, headers: { 'content-type': 'text/html' } })
    const { models } = await start({}, { answers })
    expect(await failureOf(models.call(callOf()))).toMatchObject({ code, message: `pool main: ${message}` })
  })

  it('is told by its status where nothing else is', async () => {
    const { models } = await start({}, { answers: () => new Response(null, { status: 503 }) })
    expect(await failureOf(models.call(callOf()))).toMatchObject({
      code: 'MODEL_UNREACHABLE',
      message: expect.stringContaining('pool main: HTTP 503: '),
    })
  })

  it('is a broken answer where the model calls a tool that it has garbled', async () => {
    const answer = () => ({ text: 'Let me see.', finishReason: 'malformed_tool_use' as never })
    const { models } = await start({}, { stub: { answer } })
    expect(await failureOf(models.call(callOf()))).toMatchObject({
      code: 'MODEL_CUT',
      details: { partialText: 'Let me see.', usage: { counted: false } },
    })
  })
})

it.each([
  ['counts tokens', 200, 'answers'],
  ['cannot count for this model', 400, 'answers'],
  ['does not let it count', 403, 'answers'],
  ['is out of order', 503, 'MODEL_UNREACHABLE'],
  ['asks for a pause', 429, 'MODEL_RATE_LIMITED'],
] as const)('a check by counting tokens finds that a Bedrock that %s %s', async (_what, status, found) => {
  const requested: string[] = []
  const fetch: typeof globalThis.fetch = async input => {
    requested.push(String(input))
    return Response.json(status === 200 ? { inputTokens: 8 } : { message: 'no' }, { status })
  }
  const pool = poolOf({ kind: 'bedrock', region: 'eu-central-1', model: 'a:1' })
  const checked = bedrockWire({ name: 'main', pool, env, fetch }).check(new AbortController().signal)
  expect(
    await checked.then(
      () => 'answers',
      ({ code }) => code,
    ),
  ).toBe(found)
  expect(requested).toEqual(['https://bedrock-runtime.eu-central-1.amazonaws.com/model/a%3A1/count-tokens'])
})

/** What a process of its own prints, as JSON: the SDK keeps what it has once read. */
const printed = async (script: string): Promise<unknown> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  return JSON.parse(stdout)
}

const models = `
  import { createChatModels } from './infra/models/chat-models.ts'
  import { deciderConfiguration } from './processors/configuration.ts'
  const modelsOf = (kind, more) => {
    const pool = { kind, model: 'm', ...(kind === 'bedrock' ? { region: 'eu-central-1' } : {}) }
    return createChatModels({ ...deciderConfiguration.parse({ pools: { main: pool } }), env: {}, ...more })
  }`

it('is loaded only by who has such a pool', async () => {
  const script = `${models}
    import { createRequire } from 'node:module'
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some(path => path.includes('@aws-sdk'))
    modelsOf('openai')
    const before = loaded()
    await import('@aws-sdk/client-bedrock-runtime')
    console.log(JSON.stringify([before, loaded()]))`
  expect(await printed(script)).toEqual([false, true])
})

it('reads no file of the home directory', async () => {
  const script = `${models}
    import files from 'node:fs/promises'
    const read = []
    const { readFile } = files
    files.readFile = (path, ...more) => (read.push(String(path)), readFile(path, ...more))
    await files.readFile('package.json')
    const fetch = async () => Response.json({ message: 'no' }, { status: 400 })
    const call = { ...${JSON.stringify(callOf())}, signal: new AbortController().signal, onToken: () => undefined }
    const { code } = await modelsOf('bedrock', { fetch }).call(call).catch(error => error)
    console.log(JSON.stringify([code, read]))`
  expect(await printed(script)).toEqual(['MODEL_REFUSED', ['package.json']])
})
