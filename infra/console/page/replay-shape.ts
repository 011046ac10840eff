/** What the console reads of GET /v1/replays and of the documents that replays come to. */
export interface Estimate {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

export interface ReplayEntry {
  readonly id: string
  readonly kind: 'whatif' | 'sweep'
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly submitted_at: string
  readonly from: string | null
  readonly to: string | null
  readonly set: readonly string[]
  readonly set_b: readonly string[] | null
  readonly vary: readonly string[]
  readonly cold: boolean
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly error: string | null
}

export interface Sums {
  readonly turns: number
  readonly hit_rate: number
  readonly by_layer: Readonly<Record<string, number>>
  readonly by_tier: Readonly<Record<string, number>>
  readonly tokens: number
  readonly spent_usd: string
  readonly judged_hits: number
  readonly wrong_hits: number
  readonly latency_ms: Readonly<Record<'p50' | 'p95' | 'p99', number | null>>
}

export interface Sides {
  readonly a: Sums
  readonly b: Sums
  readonly difference: Readonly<Record<'hit_rate' | 'spent_usd' | 'tokens' | 'wrong_hits', Estimate>>
}

interface Unknowns {
  readonly replies_stood_in: number
  readonly replies_unknown: number
  readonly hits_unjudged: number
}

export interface WhatIfResult extends Sides {
  readonly kind?: undefined
  readonly recorded: Sums
  readonly by_scene: Readonly<Record<string, Sides>>
  readonly by_day: Readonly<Record<string, Sides>>
  readonly changed: {
    readonly turns: number
    readonly ways: Readonly<Record<string, number>>
    readonly rows: readonly {
      readonly turn_id: string
      readonly scene: string
      readonly a: string
      readonly b: string
      readonly cost_difference_usd: number
    }[]
  }
  readonly unknown: { readonly a: Unknowns; readonly b: Unknowns }
}

export interface Swept {
  readonly set: readonly string[]
  readonly hit_rate: number
  readonly judged_hits: number
  readonly wrong_hits: number
  readonly spent_usd: string
  readonly on_front: boolean
}

export interface SweepResult {
  readonly kind: 'sweep'
  readonly turns: number
  readonly as_recorded: Swept
  readonly configurations: readonly Swept[]
}
