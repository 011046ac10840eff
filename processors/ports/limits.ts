/** How often something may happen: at most `limit` times within `windowMs` from the first time on. */
export interface LimitRule {
  readonly limit: number
  readonly windowMs: number
}

/** What a client may be told of its limit. */
export interface LimitState {
  readonly allowed: boolean
  readonly limit: number
  /** Times left in this window. */
  readonly remaining: number
  /** Until the window ends and all are left again, ms. */
  readonly resetMs: number
}

/** Counters by subject: an address, a session, a key, a pool. */
export interface RateLimits {
  /** Counts `amount` times for the subject, one where it is left out, unless that many are not left: then none. Never rejects. */
  take(subject: string, rule: LimitRule, amount?: number): Promise<LimitState>
  /** Takes back what was counted and did not happen; nothing of a window that is over. Never rejects. */
  give(subject: string, rule: LimitRule, amount: number): Promise<void>
}
