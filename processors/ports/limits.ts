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

/** Counters by subject: an address, a session, a key. */
export interface RateLimits {
  /** Counts one time for the subject, unless there is none left. Never rejects. */
  take(subject: string, rule: LimitRule): Promise<LimitState>
}
