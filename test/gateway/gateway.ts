import { connect } from 'node:net'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { onTestFinished } from 'vitest'
import { createGateway, type GatewayOptions } from '../../infra/gateway/server.ts'
import { type Fake, fakeTurnstream, modelSays, type Script } from './fake.ts'

export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

export interface Gateway extends Fake {
  readonly app: FastifyInstance
  post(url: string, body: unknown, headers?: Record<string, string>): Promise<LightMyRequestResponse>
}

/** A gateway before a scripted Turnstream, closed with the test. */
export const gateway = (
  script: Script = modelSays('Within 30 days.'),
  options: { configuration?: object } & Partial<GatewayOptions> = {},
): Gateway => {
  const { configuration, ...others } = options
  const fake = fakeTurnstream(script, configuration)
  const app = createGateway({ turnstream: fake.turnstream, logger: silent, version: '1.2.3', ...others })
  onTestFinished(async () => {
    await app.close()
  })
  const post: Gateway['post'] = (url, body, headers = {}) =>
    app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    })
  // The fake's own fields stay live: `trouble` is set by tests.
  return Object.assign(fake, { app, post })
}

export const listening = async ({ app }: Gateway): Promise<string> => app.listen({ host: '127.0.0.1', port: 0 })

export interface SseEvent {
  readonly event: string
  readonly id: string | null
  readonly data: string
}

/** Server-sent events as the WHATWG has them; comments are events named `comment`. */
export const parseSse = (text: string): SseEvent[] =>
  text
    .split('\n\n')
    .filter(block => block !== '')
    .map(block => {
      const fields = block.split('\n').map(line => /^(\w*): ?(.*)$/s.exec(line)!.slice(1) as [string, string])
      const all = (name: string): string[] => fields.filter(([field]) => field === name).map(([, value]) => value)
      return {
        event: all('')[0] === undefined ? (all('event')[0] ?? 'message') : 'comment',
        id: all('id')[0] ?? null,
        data: all('data').join('\n'),
      }
    })

/** Sends bytes over a bare connection and gives what comes back until it closes. */
export const raw = (url: string, bytes: string, options: { end?: boolean } = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', piece => {
      text += piece
    })
    socket.on('end', () => {
      socket.end()
      resolve(text)
    })
    socket.on('error', reject)
    socket.write(bytes)
    if (options.end) socket.end()
  })

export const until = async (holds: () => boolean, withinMs = 5_000): Promise<void> => {
  const deadline = Date.now() + withinMs
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`still not so after ${withinMs} ms: ${holds}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
