import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime'
import type { TurnstreamError } from '../../processors/errors.ts'
import type { ChatCall } from '../../processors/ports/models.ts'
import { handlerBy } from './aws-http.ts'
import { converseOf, pieceOf } from './converse.ts'
import { type Access, keyOf, rootOf, type Trouble, troubleOf } from './trouble.ts'
import type { CreateWire, Piece, WirePorts } from './wire.ts'

/**
 * Amazon Bedrock's Converse, streamed. The pool's key is a Bedrock API key; without one requests are signed with
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. Bedrock has no idempotency keys: a call that is made
 * again is billed again.
 */
export const bedrockWire: CreateWire = ports => {
  const trouble = troubleOf(ports, accessOf(ports))
  const loaded = load(ports)

  async function* stream(call: ChatCall, signal: AbortSignal): AsyncGenerator<Piece> {
    const { client, ConverseStreamCommand } = await loaded
    const command = new ConverseStreamCommand(converseOf(call))
    const sent = await client.send(command, { abortSignal: signal }).catch((error: FromSdk) => {
      throw refusal(error, trouble)
    })
    yield {}
    try {
      for await (const event of sent.stream ?? []) yield pieceOf(event)
    } catch (error) {
      throw broken(error as FromSdk, trouble)
    }
  }

  // The runtime has no list. It counts tokens for nothing, past the same gate as it answers; that it cannot for every
  // model, or that this account may not ask, is an answer too.
  const check = async (signal: AbortSignal): Promise<void> => {
    const { client, CountTokensCommand } = await loaded
    const messages = [{ role: 'user' as const, content: [{ text: 'Hello' }] }]
    const question = new CountTokensCommand({ modelId: ports.pool.model, input: { converse: { messages } } })
    await client.send(question, { abortSignal: signal }).catch((error: FromSdk) => {
      const refused = refusal(error, trouble)
      if (refused.code !== 'MODEL_REFUSED') throw refused
    })
  }
  return { stream, check }
}

type Sdk = typeof import('@aws-sdk/client-bedrock-runtime')

interface Loaded extends Pick<Sdk, 'ConverseStreamCommand' | 'CountTokensCommand'> {
  readonly client: BedrockRuntimeClient
}

/** The SDK takes a tenth of a second to load, so only a server with such a pool does, and it begins before the first call. */
const load = async (ports: WirePorts): Promise<Loaded> => {
  const sdk = await import('@aws-sdk/client-bedrock-runtime')
  const { ConverseStreamCommand, CountTokensCommand } = sdk
  return { client: new sdk.BedrockRuntimeClient(settingsOf(ports)), ConverseStreamCommand, CountTokensCommand }
}

/**
 * Each setting is said: the SDK would else look for it in the process's environment, in files of the home directory and
 * at the address where a machine of AWS tells its own, and hang where nobody answers there.
 */
const settingsOf = (ports: WirePorts): BedrockRuntimeClientConfig => {
  const { pool, fetch } = ports
  const region = `${pool.region}`
  return {
    region,
    endpoint: pool.baseUrl ?? `https://bedrock-runtime.${region}.amazonaws.com`,
    requestHandler: handlerBy(fetch),
    // A retry under our own would bill twice.
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: '',
    disableClockSkewCorrection: false,
    ...credentialsOf(ports),
  }
}

const credentialsOf = ({ pool, env }: WirePorts): BedrockRuntimeClientConfig => {
  if (pool.apiKeyEnv !== undefined)
    return { token: { token: keyOf(pool, env) ?? 'none' }, authSchemePreference: ['httpBearerAuth'] }
  return {
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID || 'none',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY || 'none',
      ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    },
    authSchemePreference: ['sigv4'],
  }
}

/** Bedrock repeats no key, and refuses with the same status as a bad key a model that the account has no access to. */
const accessOf = ({ pool, env }: WirePorts): Access => ({
  variables:
    pool.apiKeyEnv === undefined
      ? ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', ...(env.AWS_SESSION_TOKEN ? ['AWS_SESSION_TOKEN'] : [])]
      : [pool.apiKeyEnv],
  isRepeated: false,
})

/** What the SDK throws: exceptions of the service have a `$fault`, and whatever follows a response has what came. */
interface FromSdk extends Error {
  readonly $fault?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly headers?: Record<string, string> }
}

const refusal = (error: FromSdk, trouble: Trouble): TurnstreamError => {
  const status = error.$metadata?.httpStatusCode
  if (status === undefined) return trouble.unreachable(rootOf(error))
  // The SDK reads the first event before it hands a stream over.
  if (status === 200) return broken(error, trouble)
  // What it says of an answer that it cannot read, as a proxy's, helps nobody.
  const said = error.$fault === undefined ? 'the answer is none of Bedrock' : error.message
  return trouble.refused(status, said, new Headers(error.$response?.headers))
}

/** Exceptions within a stream that are no fault of the stream's, with the status that they have outside of one. */
const refusedWith: ReadonlyMap<string, number> = new Map([
  ['ThrottlingException', 429],
  ['ValidationException', 400],
])

const broken = (error: FromSdk, trouble: Trouble): TurnstreamError => {
  const status = refusedWith.get(error.name)
  if (status !== undefined) return trouble.refused(status, error.message, undefined)
  // The lines that follow the first tell a programmer where to look.
  return trouble.cut(error.cause instanceof Error ? rootOf(error) : `${error.name}: ${error.message.split('\n')[0]}`)
}
