import type { z } from 'zod'
import type { streamEvents } from '../../gateway/chat-stream.ts'
import type { Answer } from './answer-mark.ts'
import { failure, failureOf, send } from './api.ts'
import { serverEvents } from './sse.ts'

type Told = z.infer<typeof streamEvents>

export interface Question {
  readonly message: string
  readonly conversationId: string
  /** Null: the server recognises it. */
  readonly scene: string | null
  /** The same for every attempt, so that a retry gets the answer of the first. */
  readonly key: string
}

export interface Listener {
  /** The turn is on the log, or answered by a cache. */
  taken(turnId: string): void
  token(text: string): void
  /** What was told so far is void. */
  restart(): void
}

/** Asks and resolves to the answer, its pieces told meanwhile. Throws a Failure. */
export const ask = async (
  { message, conversationId, scene, key }: Question,
  { taken, token, restart }: Listener,
): Promise<Answer> => {
  const response = await send('/v1/chat/stream', {
    body: { message, conversation_id: conversationId, ...(scene === null ? {} : { scene }) },
    headers: { 'idempotency-key': key },
  })
  try {
    for await (const { event, data } of serverEvents(response.body!)) {
      if (event === 'status') taken((data as Told['status']).turn_id)
      if (event === 'token') token((data as Told['token']).text)
      if (event === 'restart') restart()
      if (event === 'error') throw failureOf(data, response.status)
      if (event === 'done') return data as Answer
    }
  } catch (error) {
    // What `fetch` throws of a connection that ends in the middle.
    if (!(error instanceof TypeError)) throw error
  }
  throw failure('BROKEN_OFF', 'the connection ended before the answer did', response.headers.get('x-request-id'))
}
