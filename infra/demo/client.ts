import { Agent, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { turnstreamError } from '../../processors/errors.ts'

/** What the demo reads of an answer of `POST /v1/chat`. */
export interface ChatReply {
  readonly turn_id: string
  readonly message: string
  readonly cached: 'exact' | 'hot' | 'cold' | null
  readonly similarity?: number | null
}

export interface DemoClient {
  /** One turn, and the whole of the request in ms. */
  chat(
    message: string,
    who: { conversationId: string | null; userId: string | null },
  ): Promise<{ reply: ChatReply; ms: number }>
  unhelpful(turnId: string): Promise<void>
  /** In force when it resolves. */
  changePolicy(change: { scene: string; reason: string }): Promise<{ version: string; epoch: number }>
  close(): void
}

/**
 * A shopper's side of the gateway, over HTTP on kept connections. Throws UNAVAILABLE with what the gateway said. Node's
 * own client and not `fetch`, which takes several times as long: it shares the event loop with the system it measures.
 */
export const createClient = (origin: string): DemoClient => {
  const agent = new Agent({ keepAlive: true })

  const post = async (path: string, body: object): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; answer: unknown }>()
    const text = Buffer.from(JSON.stringify(body))
    const headers = { 'content-type': 'application/json', 'content-length': text.length }
    request(origin + path, { agent, method: 'POST', headers })
      .once('response', response => {
        json(response).then(answer => resolve({ status: response.statusCode ?? 0, answer }), reject)
      })
      .once('error', reject)
      .end(text)
    const { status, answer } = await promise
    if (status === 200) return answer
    throw turnstreamError('UNAVAILABLE', `POST ${path}: ${status} ${JSON.stringify(answer)}`)
  }

  return {
    chat: async (message, { conversationId, userId }) => {
      const start = performance.now()
      const reply = (await post('/v1/chat', {
        message,
        ...(conversationId === null ? {} : { conversation_id: conversationId }),
        ...(userId === null ? {} : { user_id: userId }),
      })) as ChatReply
      return { reply, ms: performance.now() - start }
    },
    unhelpful: async turnId => {
      await post('/v1/feedback', { turn_id: turnId, helpful: false })
    },
    changePolicy: async ({ scene, reason }) =>
      (await post('/v1/policies', { scene, match: {}, reason })) as { version: string; epoch: number },
    close: () => agent.destroy(),
  }
}
