import type { Message, Usage } from '../../schemas/types.ts'

export interface ChatCall {
  /** Idempotency key at the provider. */
  readonly callId: string
  readonly pool: string
  readonly model: string
  readonly messages: readonly Message[]
  readonly maxTokens: number
  readonly temperature: number | null
  /** JSON, passed through. */
  readonly tools: string | null
  readonly responseFormat: string | null
  readonly timeoutMs: number
  /** Aborting cancels the call at the provider. */
  readonly signal: AbortSignal
  /** Called with each piece of the answer as it arrives. */
  onToken(text: string): void
}

export interface ChatResult {
  /** As the provider names it. */
  readonly model: string
  readonly text: string
  readonly finishReason: 'stop' | 'length' | 'tool_calls' | 'content_filter'
  readonly toolCalls: string | null
  readonly reasoning: string | null
  readonly usage: Usage
  readonly firstTokenMs: number | null
  readonly durationMs: number
}

/** What a failed call knows: the `details` of MODEL_* errors. */
export interface ChatFailure {
  readonly partialText: string | null
  readonly usage: Usage
  readonly durationMs: number
}

/**
 * The chat model port. One attempt, no retries of its own: retries are events. Throws MODEL_UNREACHABLE, MODEL_TIMEOUT,
 * MODEL_REFUSED, MODEL_RATE_LIMITED or MODEL_CUT with ChatFailure as details, and CLIENT_CLOSED for an aborted call.
 */
export interface ChatModels {
  call(request: ChatCall): Promise<ChatResult>
  close(): Promise<void>
}
