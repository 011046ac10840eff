import type { Token } from './tokens.ts'

export interface SlotMatch {
  /** Normalised; null where the tokens only look like a slot: they are passed over. */
  readonly value: string | null
  /** Tokens taken, at least one. */
  readonly length: number
}

/** A kind of slot: says whether one begins at a token. Looks at a bounded number of tokens, so that extraction is linear. */
export interface SlotKind {
  readonly kind: string
  /** Whether one may begin at such a token, whatever stands before and behind it. Most words begin none. */
  begins(token: Token): boolean
  match(tokens: readonly Token[], at: number): SlotMatch | null
}
