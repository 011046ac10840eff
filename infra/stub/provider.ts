import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { azureFormat } from './azure.ts'
import { bedrockFormat } from './bedrock.ts'
import type { Fault } from './fault.ts'
import type { StubAnswer, StubFormat, StubMessage, StubRequest } from './format.ts'
import { createInvoice, type StubCall } from './invoice.ts'
import { ollamaFormat } from './ollama.ts'
import { openaiFormat } from './openai.ts'
import { type Reach, respond } from './respond.ts'

export interface ProviderStubOptions {
  /** The answer to a prompt; the same prompt should get the same answer. */
  readonly answer: (messages: readonly StubMessage[], request: StubRequest) => string | StubAnswer
  /** Names for the lists of models; any name is answered. */
  readonly models?: readonly string[]
  /** 0, the default, picks a free port. */
  readonly port?: number
  /** From the request to the first piece. */
  readonly firstTokenMs?: number
  /** Between pieces, which are words. */
  readonly perTokenMs?: number
  /** Asked for each call; null lets it succeed. `number` counts from 1. */
  readonly fault?: (request: StubRequest, number: number) => Fault | null
  /** Requests with another key are refused. */
  readonly apiKey?: string
}

export interface ProviderStub {
  /** Origin: an OpenAI client's base address is `${url}/v1`, that of the others `url`. */
  readonly url: string
  /** Every call that is billed, with its idempotency key and tokens. A key that comes twice is billed twice. */
  invoice(): readonly StubCall[]
  /** Every call, those that are refused, cut or cancelled included. */
  calls(): readonly StubCall[]
  /** Models that Ollama was asked to load by requests without a prompt, and for how long. */
  loads(): readonly StubLoad[]
  close(): Promise<void>
}

export interface StubLoad {
  readonly model: unknown
  readonly keepAlive: unknown
}

/** Where each wire takes its chats; the path names the model at some. */
const chats: readonly (readonly [RegExp, StubFormat])[] = [
  [/^\/v1\/chat\/completions$/, openaiFormat],
  [/^\/openai\/v1\/chat\/completions$/, azureFormat],
  [/^\/openai\/deployments\/(?<model>[^/]+)\/chat\/completions$/, azureFormat],
  [/^\/model\/(?<model>[^/]+)\/converse-stream$/, bedrockFormat],
  [/^\/api\/chat$/, ollamaFormat],
]

/**
 * A provider that costs nothing: the chats of OpenAI, Azure OpenAI, Bedrock and Ollama, over real HTTP, with
 * deterministic answers, latency, faults, and an invoice of its own to compare with what the caller has recorded.
 */
export const startProviderStub = async (options: ProviderStubOptions): Promise<ProviderStub> => {
  const invoice = createInvoice()
  const models = options.models ?? ['stub']

  const chat = async (
    format: StubFormat,
    inPath: string | null,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> => {
    const header = req.headers['idempotency-key']
    const idempotencyKey = typeof header === 'string' ? header : null
    const model = inPath === null ? null : decodeURIComponent(inPath)
    let request: StubRequest
    try {
      request = format.requestOf((await json(req)) as Record<string, unknown>, { idempotencyKey, model })
    } catch {
      return send(res, 400, format.error('the body is not JSON', 400))
    }
    const number = invoice.open({ wire: format.wire, idempotencyKey, model: request.model })
    const reach: Reach = { res, format, request, bill: change => invoice.update(number, change) }
    const denial = format.denial(req.headers, options.apiKey)
    if (denial) return respond(reach, { kind: 'status', ...denial }, options)
    return respond(reach, options.fault?.(request, number) ?? null, options)
  }

  const loads: StubLoad[] = []
  const load = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { model, prompt, keep_alive: keepAlive } = (await json(req)) as Record<string, unknown>
    if (prompt) return send(res, 400, ollamaFormat.error('only chats are answered', 400))
    loads.push({ model, keepAlive })
    send(res, 200, { model, created_at: new Date(0).toISOString(), response: '', done: true, done_reason: 'load' })
  }

  const listed = { object: 'list', data: models.map(id => ({ id, object: 'model', created: 0, owned_by: 'stub' })) }
  const lists: Readonly<Record<string, unknown>> = {
    '/v1/models': listed,
    '/openai/models': listed,
    '/openai/v1/models': listed,
    '/api/tags': { models: models.map(name => ({ name, model: name })) },
  }

  const server = createServer((req, res) => {
    const [path = ''] = `${req.url}`.split('?')
    const list = req.method === 'GET' ? lists[path] : undefined
    if (list) return send(res, 200, list)
    if (req.method === 'POST' && path === '/api/generate') {
      load(req, res).catch(error => res.destroy(error))
      return
    }
    const found = req.method === 'POST' ? chats.find(([taken]) => taken.test(path)) : undefined
    if (found) {
      const [taken, format] = found
      chat(format, taken.exec(path)?.groups?.model ?? null, req, res).catch(error => res.destroy(error))
      return
    }
    send(res, 404, openaiFormat.error(`no ${req.method} ${req.url}`, 404))
  })
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen(options.port ?? 0, '127.0.0.1', listening.resolve)
  await listening.promise

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoice: () => invoice.calls().filter(({ billed }) => billed),
    calls: invoice.calls,
    loads: () => [...loads],
    close: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(() => resolve())
      server.closeAllConnections()
      return promise
    },
  }
}

const send = (res: ServerResponse, status: number, body: unknown): void => {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
