import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
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
  /** Requests with another bearer token are refused with 401. */
  readonly apiKey?: string
}

export interface ProviderStub {
  /** Origin: an OpenAI client's base address is `${url}/v1`, an Ollama client's host is `url`. */
  readonly url: string
  /** Every call that is billed, with its idempotency key and tokens. A key that comes twice is billed twice. */
  invoice(): readonly StubCall[]
  /** Every call, those that are refused, cut or cancelled included. */
  calls(): readonly StubCall[]
  close(): Promise<void>
}

/**
 * A provider that costs nothing: OpenAI's chat completions and models, and Ollama's chat and tags, over real HTTP, with
 * deterministic answers, latency, faults, and an invoice of its own to compare with what the caller has recorded.
 */
export const startProviderStub = async (options: ProviderStubOptions): Promise<ProviderStub> => {
  const invoice = createInvoice()
  const models = options.models ?? ['stub']

  const chat = async (
    wire: StubCall['wire'],
    format: StubFormat,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> => {
    const header = req.headers['idempotency-key']
    const idempotencyKey = typeof header === 'string' ? header : null
    let request: StubRequest
    try {
      request = format.requestOf((await json(req)) as Record<string, unknown>, idempotencyKey)
    } catch {
      return send(res, 400, format.error('the body is not JSON', 400))
    }
    const number = invoice.open({ wire, idempotencyKey, model: request.model })
    const reach: Reach = { res, format, request, bill: change => invoice.update(number, change) }
    if (options.apiKey !== undefined && req.headers.authorization !== `Bearer ${options.apiKey}`) {
      const message = `Incorrect API key provided: ${req.headers.authorization ?? 'none'}.`
      return respond(reach, { kind: 'status', status: 401, message }, options)
    }
    return respond(reach, options.fault?.(request, number) ?? null, options)
  }

  const routes: Record<string, (req: IncomingMessage, res: ServerResponse) => Promise<void> | void> = {
    'POST /v1/chat/completions': (req, res) => chat('openai', openaiFormat, req, res),
    'POST /api/chat': (req, res) => chat('ollama', ollamaFormat, req, res),
    'GET /v1/models': (_req, res) =>
      send(res, 200, {
        object: 'list',
        data: models.map(id => ({ id, object: 'model', created: 0, owned_by: 'stub' })),
      }),
    'GET /api/tags': (_req, res) => send(res, 200, { models: models.map(name => ({ name, model: name })) }),
  }

  const server = createServer((req, res) => {
    const route = routes[`${req.method} ${req.url?.split('?')[0]}`]
    if (!route) return send(res, 404, openaiFormat.error(`no ${req.method} ${req.url}`, 404))
    Promise.resolve(route(req, res)).catch(error => res.destroy(error))
  })
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen(options.port ?? 0, '127.0.0.1', listening.resolve)
  await listening.promise

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoice: () => invoice.calls().filter(({ billed }) => billed),
    calls: invoice.calls,
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
