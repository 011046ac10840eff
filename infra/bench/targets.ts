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
  'streams',
  'mixed',
  'replay',
  'rebuild',
  'start',
  'memory',
] as const

/** The rows of a system on real services, which all run on the same cores as well. */
export const serviceRowIds = [
  'services-semantic',
  'services-exact',
  'services-topics',
  'services-lane',
  'services-index',
  'services-policy',
] as const

export type EmbeddedRowId = (typeof rowIds)[number]

export type ServiceRowId = (typeof serviceRowIds)[number]

export type RowId = EmbeddedRowId | ServiceRowId

export const isServiceRow = (id: RowId): id is ServiceRowId => (serviceRowIds as readonly RowId[]).includes(id)

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

/** Rates that rows on real services are offered, requests/s. */
export const offeredPerSecond = { semantic: 30, exact: 100 } as const

/** Entries that a lookup in Elasticsearch is made among. */
export const indexEntries = 100_000

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
  streams: {
    what: '1,000 streams at once, each of another question, one after the other for 60 s',
    goals: [
      goal('first token p99', 'ms', 'lower', 50),
      goal('lost', '', 'equal', 0),
      goal('growth', 'share', 'lower', 0.05),
    ],
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
  'services-semantic': {
    what: `semantic hit over HTTP on a text never seen: embedding, Elasticsearch among 100,000 entries, Kafka acks=all; ${offeredPerSecond.semantic}/s`,
    goals: [goal('p50', 'ms', 'lower', 8), goal('p95', 'ms', 'lower', 15)],
  },
  'services-exact': {
    what: `exact hit over HTTP: Redis, Kafka acks=all; ${offeredPerSecond.exact}/s`,
    goals: [goal('p50', 'ms', 'lower', 3), goal('p95', 'ms', 'lower', 8)],
  },
  'services-topics': {
    what: 'a turn produced to chat.turns, its cached answer read from chat.answers',
    goals: [goal('p50', 'ms', 'lower', 30), goal('p99', 'ms', 'lower', 100)],
  },
  'services-lane': {
    what: 'log lane on Kafka, repeated texts in batches',
    goals: [goal('rate', 'turns/s', 'higher', 2_000)],
  },
  'services-index': {
    what: 'Elasticsearch, 100,000 entries, filtered, one lookup at a time',
    goals: [goal('recall at 1', '', 'higher', 0.98), goal('p95', 'ms', 'lower', 5)],
  },
  'services-policy': {
    what: 'a policy change posted, to its acknowledgement, two gateways alive',
    goals: [goal('p99', 'ms', 'lower', 250)],
  },
}
