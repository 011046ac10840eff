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
  /** It was granted by `grantsRetry`, and is none that retries are granted for. */
  readonly isRetry?: boolean
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
  /** In how many ms, a whole number, the pool may be tried again; null or absent where another try would not mend it. */
  readonly againMs?: number | null
}

/**
 * The chat model port. One attempt, no retries of its own: retries are events. Throws MODEL_UNREACHABLE, MODEL_TIMEOUT,
 * MODEL_REFUSED, MODEL_RATE_LIMITED or MODEL_CUT with ChatFailure as details, and CLIENT_CLOSED for an aborted call.
 */
export interface ChatModels {
  call(request: ChatCall): Promise<ChatResult>
  /** Takes one more call from the pool's retry budget; false where it is used up, or the pool is left alone. Without it none is granted. */
  grantsRetry?(pool: string): boolean
  close(): Promise<void>
}
