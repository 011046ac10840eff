import { type ChatModelsOptions, createChatModels } from '../../infra/models/chat-models.ts'
import { type ProviderStub, type ProviderStubOptions, startProviderStub } from '../../infra/stub/provider.ts'
import { deciderConfiguration, type Pool } from '../../processors/configuration.ts'
import type { ErrorCode } from '../../processors/errors.ts'
import type { ChatCall, ChatFailure, ChatModels, ChatResult } from '../../processors/ports/models.ts'

/** A pool with the defaults of the configuration. */
export const poolOf = (pool: Partial<Pool>): Pool =>
  deciderConfiguration.parse({ pools: { main: { model: 'stub', ...pool } } }).pools.main!

export interface Wired {
  readonly stub: ProviderStub
  readonly models: ChatModels
  /** What was requested, in order. */
  readonly requests: readonly Request[]
}

export interface WiredOptions {
  readonly stub?: Partial<ProviderStubOptions>
  readonly env?: ChatModelsOptions['env']
  /** What answers in place of the stub. */
  readonly answers?: () => Response
  pool(url: string): Pool
}

/** Models whose only pool is at a stub, and the requests that they make. `open` is for what is to be closed. */
export const wire = async (open: (ProviderStub | ChatModels)[], options: WiredOptions): Promise<Wired> => {
  const stub = await startProviderStub({ answer: () => 'Within thirty days.', ...options.stub })
  const requests: Request[] = []
  const keeping: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    requests.push(request.clone())
    return options.answers ? Promise.resolve(options.answers()) : fetch(request)
  }
  const pools = { main: options.pool(stub.url) }
  const models = createChatModels({ pools, env: options.env ?? {}, fetch: keeping })
  open.push(stub, models)
  return { stub, models, requests }
}

export const callOf = (over: Partial<ChatCall> = {}): ChatCall => ({
  callId: 'turn.call.1',
  pool: 'main',
  model: 'stub',
  messages: [{ role: 'user', content: 'How long may I keep it?' }],
  maxTokens: 256,
  temperature: null,
  tools: null,
  responseFormat: null,
  timeoutMs: 5_000,
  signal: new AbortController().signal,
  onToken: () => undefined,
  ...over,
})

export interface CallError extends Error {
  readonly code: ErrorCode
  readonly details: ChatFailure & { readonly retryAfterMs?: number | null }
}

/** The error that a call ends with. */
export const failureOf = async (call: Promise<ChatResult>): Promise<CallError> =>
  call.then(
    () => {
      throw new Error('the call should have failed')
    },
    error => error,
  )
