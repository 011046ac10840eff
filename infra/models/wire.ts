import type { Pool } from '../../processors/configuration.ts'
import type { ChatCall, ChatResult } from '../../processors/ports/models.ts'

/** A part of a tool call; parts with one index belong together. */
export interface ToolPart {
  readonly index: number
  readonly id?: string
  readonly name?: string
  /** A piece of the arguments, as JSON. */
  readonly arguments?: string
}

/** What a stream brings. The first piece, which may be empty, says that the provider has accepted the request. */
export interface Piece {
  readonly model?: string
  readonly text?: string
  readonly reasoning?: string
  readonly toolParts?: readonly ToolPart[]
  readonly finishReason?: ChatResult['finishReason']
  readonly usage?: { readonly promptTokens: number; readonly completionTokens: number; readonly cachedTokens: number }
}

/** One wire format. Its requests are made once, without retries, and throw MODEL_* errors. */
export interface Wire {
  /** Makes a call, and translates what streams back. Aborting the signal ends the request at the provider; how the stream ends then does not matter. */
  stream(call: ChatCall, signal: AbortSignal): AsyncIterable<Piece>
  /** Asks for something that costs nothing: resolves where the server answers, whatever it thinks of the request. */
  check(signal: AbortSignal): Promise<void>
  /** Resolves once the model of the pool is loaded, from where on it stays for ten minutes after its last use. Only where the server loads models on demand. */
  load?(signal: AbortSignal): Promise<void>
}

export interface WirePorts {
  /** Name of the pool, for messages. */
  readonly name: string
  readonly pool: Pool
  /** The secrets are read from here, by the name that the pool gives. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch: typeof fetch
}

export type CreateWire = (ports: WirePorts) => Wire
