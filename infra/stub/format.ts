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

/** How a wire writes an answer, as complete chunks of the response body. */
export interface StubFormat {
  readonly contentType: string
  requestOf(body: Record<string, unknown>, idempotencyKey: string | null): StubRequest
  piece(model: string, text: string): string
  reasoning(model: string, text: string): string
  tools(model: string, calls: readonly StubToolCall[]): string
  /** The end of the stream; usage null where it is withheld. */
  end(model: string, finishReason: string, usage: StubUsage | null): string
  malformed: string
  /** The response that is not streamed. */
  whole(model: string, answer: StubAnswer, finishReason: string, usage: StubUsage): unknown
  error(message: string, status: number): unknown
}
