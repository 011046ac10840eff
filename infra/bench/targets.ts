/** What a row must reach in one measure. */
export interface Goal {
  readonly measure: string
  readonly unit: string
  readonly target: number
  readonly better: 'lower' | 'higher' | 'equal'
}

export const rowIds = [
  'exact',
  'exact-rate',
  'semantic',
  'semantic-rate',
  'miss',
  'identical',
  'mixed',
  'replay',
  'rebuild',
  'start',
  'memory',
] as const

export type RowId = (typeof rowIds)[number]

/** The rows that run only when they are named or everything is asked for. */
export const longRows: readonly RowId[] = ['memory']

export interface Target {
  readonly what: string
  readonly goals: readonly Goal[]
}

const goal = (measure: string, unit: string, better: Goal['better'], target: number): Goal => ({
  measure,
  unit,
  better,
  target,
})

/** A sustained rate holds while its p99 stays below this, ms. */
export const sustainedP99Ms = 50

/** The speed that the system is built to reach, on two cores that it shares with the load generator. */
export const targets: Readonly<Record<RowId, Target>> = {
  exact: {
    what: 'exact hit, one at a time',
    goals: [goal('p50', 'ms', 'lower', 0.8), goal('p99', 'ms', 'lower', 4)],
  },
  'exact-rate': {
    what: `exact hits, sustained at p99 < ${sustainedP99Ms} ms`,
    goals: [goal('rate', 'requests/s', 'higher', 3_000)],
  },
  semantic: {
    what: 'semantic hit on a text never seen, one at a time',
    goals: [goal('p50', 'ms', 'lower', 3), goal('p99', 'ms', 'lower', 8)],
  },
  'semantic-rate': {
    what: `semantic hits on texts never seen, sustained at p99 < ${sustainedP99Ms} ms`,
    goals: [goal('rate', 'hits/s', 'higher', 600)],
  },
  miss: {
    what: 'added to a miss before the model is called; per streamed token',
    goals: [goal('p50', 'ms', 'lower', 1.5), goal('per token', 'ms', 'lower', 0.05)],
  },
  identical: {
    what: '1,000 identical concurrent streaming misses',
    goals: [goal('model calls', '', 'equal', 1), goal('complete streams', '', 'equal', 1_000)],
  },
  mixed: {
    what: 'mixed peak: 75 % hits, 15 % of texts never embedded, stub 50 ms, for 60 s',
    goals: [
      goal('rate', 'requests/s', 'higher', 1_500),
      goal('errors', '', 'equal', 0),
      goal('hits', 'share', 'higher', 0.75),
    ],
  },
  replay: { what: 'replay, every decision made again', goals: [goal('rate', 'turns/s', 'higher', 10_000)] },
  rebuild: { what: 'rebuild of all read models', goals: [goal('rate', 'events/s', 'higher', 20_000)] },
  start: { what: 'start to ready, 1,000,000 events in the log', goals: [goal('median', 's', 'lower', 3)] },
  memory: {
    what: 'anonymous memory after 1,000,000 turns, flat over the last half',
    goals: [goal('most', 'MB', 'lower', 350), goal('growth', 'share', 'lower', 0.05)],
  },
}
