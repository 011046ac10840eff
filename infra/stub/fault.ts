/** What can go wrong at a provider, on demand. */
export type Fault =
  /** Refuses with a status; nothing is billed. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfterS?: number
      readonly message?: string
      /** In place of the body that the wire gives an error. */
      readonly body?: unknown
    }
  /** Accepts the request and never answers; nothing is billed. */
  | { readonly kind: 'hang' }
  /** Sends this many pieces and then nothing more. */
  | { readonly kind: 'stall'; readonly afterPieces: number }
  /** Closes the connection after this many pieces; what was sent is billed. */
  | { readonly kind: 'cut'; readonly afterPieces: number }
  /** Ends the stream in good form after this many pieces, without a reason; what was sent is billed. */
  | { readonly kind: 'unfinished'; readonly afterPieces: number }
  /** Sends a chunk that is not JSON after this many pieces, then goes on. */
  | { readonly kind: 'malformed'; readonly afterPieces: number }
  /** Sends an error within the stream after this many pieces, and ends it; `code` is a name that the wire has for one. */
  | { readonly kind: 'error'; readonly afterPieces: number; readonly code: string; readonly message: string }
  /** Does not tell the usage. */
  | { readonly kind: 'no_usage' }
