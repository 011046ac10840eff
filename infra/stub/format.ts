import type { IncomingHttpHeaders } from 'node:http'
import type { StubCall } from './invoice.ts'

/** A tool call of an answer; the arguments are JSON. */
export interface StubToolCall {
  readonly name: string
  readonly arguments: string
}

/** An answer in full. */
export interface StubAnswer {
  readonly text: string
  readonly reasoning?: string
  readonly toolCalls?: readonly StubToolCall[]
  /** `stop`, or `tool_calls` where there are some. `length` is reached by the request's own limit. */
  readonly finishReason?: 'stop' | 'length' | 'tool_calls' | 'content_filter'
  /** Prompt tokens that the provider served from its prefix cache. */
  readonly cachedTokens?: number
}

export interface StubMessage {
  readonly role: string
  readonly content: string
}

/** What a request asks for, whatever the wire. */
export interface StubRequest {
  readonly model: string
  readonly messages: readonly StubMessage[]
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly maxTokens: number | null
  readonly idempotencyKey: string | null
  /** The whole body, for assertions. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface StubUsage {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly cachedTokens: number
}

/** A part of a response's body. */
export type Chunk = string | Uint8Array

/** What of a request is not in its body. */
export interface StubAddress {
  readonly idempotencyKey: string | null
  /** The model that the path names; null where the body does. */
  readonly model: string | null
}

/** Why a request is not let in. */
export interface Denial {
  readonly status: number
  readonly message: string
}

/** How a wire writes an answer, as complete chunks of the response body. */
export interface StubFormat {
  readonly wire: StubCall['wire']
  readonly contentType: string
  /** Null where the headers let a request in; any key does where `apiKey` is undefined. */
  denial(headers: IncomingHttpHeaders, apiKey: string | undefined): Denial | null
  requestOf(body: Record<string, unknown>, address: StubAddress): StubRequest
  /** What a stream begins with. */
  start?(model: string): Chunk
  piece(model: string, text: string): Chunk
  reasoning(model: string, text: string): Chunk
  tools(model: string, calls: readonly StubToolCall[]): Chunk
  /** The end of the stream; usage null where it is withheld. */
  end(model: string, finishReason: string, usage: StubUsage | null): Chunk
  malformed: Chunk
  /** An error within a stream, by the name that this wire has for it. */
  broken(code: string, message: string): Chunk
  /** The response that is not streamed. */
  whole(model: string, answer: StubAnswer, finishReason: string, usage: StubUsage): unknown
  error(message: string, status: number): unknown
  /** Headers of an error. */
  errorHeaders?(status: number): Readonly<Record<string, string>>
}

/** A bearer token, as most wires want it. */
export const bearerDenial: StubFormat['denial'] = ({ authorization }, apiKey) =>
  apiKey === undefined || authorization === `Bearer ${apiKey}`
    ? null
    : { status: 401, message: `Incorrect API key provided: ${authorization ?? 'none'}.` }
