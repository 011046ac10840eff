import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ErrorCode } from '../../processors/errors.ts'

/** What is counted of an answer that went out. */
export interface Answered {
  /** http, stream, openai or openai_stream. */
  readonly channel: string
  /** exact, hot, cold, model, faq or apology. */
  readonly source: string
  readonly cached: 'exact' | 'hot' | 'cold' | null
  readonly tier: string | null
  readonly pool: string | null
  readonly degraded: string | null
  /** Existing answers that the model was shown, and whether it chose one; null where none were. */
  readonly choice: { readonly offered: number; readonly chosen: boolean } | null
  readonly promptTokens: number
  readonly completionTokens: number
  readonly costUsd: number
  /** From the arrival of the request to its answer. */
  readonly latencyMs: number
  /** From the arrival of the request; null where nothing was streamed. */
  readonly firstTokenMs: number | null
}

/** Sums of the ledger, USD to the nearest double, and what they cover. */
export interface LedgerGauge {
  /** Next offset of each partition of cost.ledger. */
  readonly positions: readonly number[]
  readonly spentUsd: number
  readonly baselineUsd: number
  readonly savedUsd: number
  /** Spent in this UTC month, and what may be; null where no budget is configured. */
  readonly monthUsd: number
  readonly budgetUsd: number | null
}

/** Read at each scrape. */
export interface Gauges {
  /** NaN while nobody can say. */
  readonly entries: () => Promise<number>
  /** What is wrong with each part that turns can do without, null where nothing is. */
  readonly parts: () => ReadonlyMap<string, string | null>
  readonly locksLost: () => number
  /** Entries that have moved between the layers or out of them, by how. */
  readonly moves: () => Readonly<Record<string, number>>
  /** Calls of each pool by how they ended: `answered`, or the code of their error. */
  readonly poolCalls: () => ReadonlyMap<string, Readonly<Record<string, number>>>
  readonly waiting: () => number
  /** Answers that wait for a reviewer. */
  readonly reviews: () => number
  readonly policyEpoch: () => number
  /** The ledger as far as it is folded. */
  readonly ledger: () => LedgerGauge
  readonly ready: () => boolean
}

export interface Metrics {
  answered(answer: Answered): void
  failed(code: ErrorCode): void
  requested(change: 1 | -1): void
  feedback(helpful: boolean | null, rating: number | null): void
  policyChanged(gradual: boolean): void
  /** A verdict: restore, edit or delete. */
  reviewed(verdict: string): void
  /** The exposition text of Prometheus and its content type. */
  scrape(): Promise<{ readonly contentType: string; readonly text: string }>
}

/** Seconds; dense around the targets: 2 ms exact, 15 ms semantic, 350 ms a small model. */
const latencyBuckets = [
  0.001, 0.002, 0.003, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 5, 10, 30, 60, 120,
]

/**
 * The metrics of one gateway, in a registry of their own. Every label has a bounded set of values: names from the
 * configuration and the catalogues, never ids, texts or anything else that a caller chooses.
 */
export const createMetrics = (version: string, gauges: Gauges): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read())
      },
    })
  }
  const counter = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> => new Counter({ name, help, labelNames: [...labelNames], registers })

  new Gauge({
    name: 'turnstream_build_info',
    help: 'Always 1; the label tells the release.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1)
  gauge('turnstream_cache_entries', 'Entries that a lookup can find.', gauges.entries)
  gauge('turnstream_answers_waiting', 'Turns whose answer somebody waits for.', gauges.waiting)
  gauge('turnstream_reviews_open', 'Marks that wait for a reviewer.', gauges.reviews)
  gauge('turnstream_policy_epoch', 'Offset of the last policy change applied; -1 before the first.', gauges.policyEpoch)
  gauge('turnstream_ready', '1 while new turns are taken.', () => (gauges.ready() ? 1 : 0))
  new Gauge({
    name: 'turnstream_ledger_usd',
    help: 'Sums over all lines of the ledger before turnstream_ledger_offset, USD: spent, baseline, saved.',
    labelNames: ['kind'],
    registers,
    collect() {
      const { positions, spentUsd, baselineUsd, savedUsd, monthUsd, budgetUsd } = gauges.ledger()
      this.set({ kind: 'spent' }, spentUsd)
      this.set({ kind: 'baseline' }, baselineUsd)
      this.set({ kind: 'saved' }, savedUsd)
      // Registered after this one, so collected after it, with nothing between: sums and offsets are of one moment.
      for (const [partition, next] of positions.entries()) offsets.set({ partition }, next)
      month.set({ kind: 'spent' }, monthUsd)
      if (budgetUsd !== null) month.set({ kind: 'budget' }, budgetUsd)
    },
  })
  const offsets = new Gauge({
    name: 'turnstream_ledger_offset',
    help: 'Next offset of cost.ledger to be summed up.',
    labelNames: ['partition'],
    registers,
  })
  const month = new Gauge({
    name: 'turnstream_month_usd',
    help: 'Spent in this UTC month by the same lines, USD, and its budget where one is configured.',
    labelNames: ['kind'],
    registers,
  })
  new Gauge({
    name: 'turnstream_part_up',
    help: '0 while turns do without this part, slower or at a higher cost.',
    labelNames: ['part'],
    registers,
    collect() {
      for (const [part, trouble] of gauges.parts()) this.set({ part }, trouble === null ? 1 : 0)
    },
  })
  new Counter({
    name: 'turnstream_flight_locks_lost_total',
    help: 'Calls that another process may have made as well.',
    registers,
    collect() {
      this.reset()
      this.inc(gauges.locksLost())
    },
  })
  new Counter({
    name: 'turnstream_cache_moves_total',
    help: 'Entries promoted to the hot layer, demoted from it, or evicted, by any process.',
    labelNames: ['move'],
    registers,
    collect() {
      this.reset()
      for (const [move, count] of Object.entries(gauges.moves())) this.inc({ move }, count)
    },
  })
  new Counter({
    name: 'turnstream_pool_calls_total',
    help: 'Calls that pools of models were chosen for, by how they ended: answered, or the code of the error.',
    labelNames: ['pool', 'outcome'],
    registers,
    collect() {
      this.reset()
      for (const [pool, ended] of gauges.poolCalls())
        for (const [outcome, count] of Object.entries(ended)) this.inc({ pool, outcome }, count)
    },
  })
  const inFlight = new Gauge({
    name: 'turnstream_requests_in_flight',
    help: 'HTTP requests being answered.',
    registers,
  })

  const hits = counter('turnstream_cache_lookups_total', 'Answered turns by the layer that answered; none is a miss.', [
    'layer',
  ])
  const answers = counter('turnstream_answers_total', 'Answers by where they came from.', [
    'channel',
    'source',
    'tier',
    'pool',
  ])
  const degraded = counter(
    'turnstream_degraded_answers_total',
    'Answers of the last resort, cached ones too, by what led to it.',
    ['reason'],
  )
  const offered = counter('turnstream_answers_offered_total', 'Existing answers shown to the models of misses.', [
    'pool',
  ])
  const choices = counter(
    'turnstream_choices_total',
    'Answers to misses whose model was shown existing ones, by whether it chose one.',
    ['pool', 'chosen'],
  )
  const tokens = counter('turnstream_tokens_total', 'Tokens billed.', ['kind', 'pool'])
  const cost = counter(
    'turnstream_cost_usd_total',
    'Price of the tokens billed for answers of this gateway since its start, USD; turnstream_ledger_usd has all of it.',
    ['tier', 'pool'],
  )
  const errors = counter('turnstream_errors_total', 'Requests refused or failed, by error code.', ['code'])
  const feedback = counter('turnstream_feedback_total', 'Feedback by what it says of the answer.', ['helpful'])
  const rating = new Histogram({
    name: 'turnstream_satisfaction_rating',
    help: 'Ratings, 1 to 5.',
    buckets: [1, 2, 3, 4, 5],
    registers,
  })
  const policies = counter('turnstream_policy_changes_total', 'Policy changes put in force.', ['rollout'])
  const verdicts = counter('turnstream_verdicts_total', 'Verdicts of reviewers that were taken.', ['verdict'])
  const latency = new Histogram({
    name: 'turnstream_answer_seconds',
    help: 'From the arrival of a request to its answer.',
    labelNames: ['layer'],
    buckets: latencyBuckets,
    registers,
  })
  const firstToken = new Histogram({
    name: 'turnstream_first_token_seconds',
    help: 'From the arrival of a request to the first token of its stream.',
    labelNames: ['layer'],
    buckets: latencyBuckets,
    registers,
  })

  return {
    answered: answer => {
      const layer = answer.cached ?? 'none'
      const tier = answer.tier ?? 'none'
      const pool = answer.pool ?? 'none'
      hits.inc({ layer })
      answers.inc({ channel: answer.channel, source: answer.source, tier, pool })
      if (answer.degraded !== null) degraded.inc({ reason: answer.degraded })
      if (answer.choice) {
        offered.inc({ pool }, answer.choice.offered)
        choices.inc({ pool, chosen: String(answer.choice.chosen) })
      }
      tokens.inc({ kind: 'prompt', pool }, answer.promptTokens)
      tokens.inc({ kind: 'completion', pool }, answer.completionTokens)
      cost.inc({ tier, pool }, answer.costUsd)
      latency.observe({ layer }, answer.latencyMs / 1_000)
      if (answer.firstTokenMs !== null) firstToken.observe({ layer }, answer.firstTokenMs / 1_000)
    },
    failed: code => errors.inc({ code }),
    requested: change => inFlight.inc(change),
    feedback: (helpful, given) => {
      feedback.inc({ helpful: helpful === null ? 'unsaid' : String(helpful) })
      if (given !== null) rating.observe(given)
    },
    reviewed: verdict => verdicts.inc({ verdict }),
    policyChanged: gradual => policies.inc({ rollout: gradual ? 'gradual' : 'at_once' }),
    scrape: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
