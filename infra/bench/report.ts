import type { Percentiles } from '../eval/latency.ts'
import type { Machine } from './machine.ts'
import type { Memory } from './server/process.ts'
import { type Goal, type RowId, targets } from './targets.ts'

/** What a row found, before it is judged. */
export interface Observed {
  /** By the measure of the row's goals. */
  readonly values: Readonly<Record<string, number>>
  /** Requests, turns or events that the figures rest on. */
  readonly count: number
  /** Of the whole HTTP request, ms. */
  readonly latencyMs: Percentiles | null
  readonly perSecond: number | null
  /** What else must hold for the row to count as reached; a sentence where it does not. */
  readonly failure: string | null
  readonly details: Readonly<Record<string, unknown>>
}

/** What it cost. Null where no server ran. */
export interface Cost {
  readonly seconds: number
  /** CPU time for each request, µs: of the server, and of load generator and stub together. Null where no requests were sent. */
  readonly cpuUs: { readonly server: number; readonly generator: number } | null
  /** Of the server when the row was done. */
  readonly memory: Memory | null
}

export interface JudgedGoal extends Goal {
  readonly value: number | null
  readonly reached: boolean | null
}

export interface Row extends Cost {
  readonly id: RowId
  readonly what: string
  readonly goals: readonly JudgedGoal[]
  /** Null where the sizes are too small to tell. */
  readonly reached: boolean | null
  readonly count: number
  readonly latencyMs: Percentiles | null
  readonly perSecond: number | null
  /** Why it is not reached although the figures are, or why there are none. */
  readonly failure: string | null
  readonly details: Readonly<Record<string, unknown>>
}

export interface Commit {
  readonly id: string
  /** Whether the checkout had changes that are not committed. */
  readonly dirty: boolean
}

export interface BenchReport {
  readonly date: string
  readonly commit: Commit
  readonly machine: Machine
  readonly sizes: 'quick' | 'standard'
  /** Options of `serve` beside the shipped configuration. */
  readonly serveArgs: readonly string[]
  /** Versions of the services that rows ran on, as they say; null where none were needed. */
  readonly services: Readonly<Record<string, string>> | null
  /** CPU time that the load generator spends on one request, µs, against a server that does nothing. */
  readonly generatorCpuUs: number
  readonly seconds: number
  readonly rows: readonly Row[]
}

const isReached = ({ better, target }: Goal, value: number): boolean => {
  if (better === 'equal') return value === target
  return better === 'lower' ? value <= target : value >= target
}

/** A row with what it was to reach. `judged` is false where it was run too small to tell. */
export const judgeRow = (id: RowId, observed: Observed, cost: Cost, judged: boolean): Row => {
  const { values, ...rest } = observed
  const { what, goals } = targets[id]
  const found = goals.map((goal): JudgedGoal => {
    const value = values[goal.measure] ?? null
    return { ...goal, value, reached: judged ? value !== null && isReached(goal, value) : null }
  })
  const reached = judged ? observed.failure === null && found.every(goal => goal.reached) : null
  return { id, what, goals: found, reached, ...rest, ...cost }
}

/** What stands for a row that broke off. */
export const broken = (error: unknown): Observed => ({
  values: {},
  count: 0,
  latencyMs: null,
  perSecond: null,
  failure: error instanceof Error ? error.message : String(error),
  details: {},
})
