import { expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

const quiet = {
  entries: async () => 0,
  parts: () =>
    new Map([
      ['redis', 'Redis at r:6379: gone'],
      ['lease', null],
    ]),
  locksLost: () => 3,
  moves: () => ({ promoted: 5, demoted: 2, evicted: 0 }),
  poolCalls: () => new Map([['local', { answered: 4, MODEL_TIMEOUT: 1 }]]),
  waiting: () => 0,
  reviews: () => 0,
  policyEpoch: () => -1,
  ledger: () => ({
    positions: [3, 5],
    spentUsd: 0.03,
    baselineUsd: 0.1,
    savedUsd: 0.07,
    monthUsd: 0.01,
    budgetUsd: 25,
  }),
  ready: () => true,
}

const miss = {
  channel: 'http',
  source: 'model',
  cached: null,
  tier: 'small',
  pool: 'local',
  degraded: null,
  choice: null,
  promptTokens: 40,
  completionTokens: 10,
  costUsd: 0.5,
  latencyMs: 40,
  firstTokenMs: null,
} as const

it('latency is a histogram in seconds, by layer', async () => {
  const metrics = createMetrics('1', quiet)
  metrics.answered(miss)
  metrics.answered({ ...miss, source: 'exact', cached: 'exact', latencyMs: 1.5 })
  const { text } = await metrics.scrape()
  expect(text).toContain('turnstream_answer_seconds_bucket{le="0.002",layer="exact"} 1')
  expect(text).toContain('turnstream_answer_seconds_bucket{le="0.025",layer="none"} 0')
  expect(text).toContain('turnstream_answer_seconds_bucket{le="0.05",layer="none"} 1')
})

it('degraded answers are counted by what led to them', async () => {
  const metrics = createMetrics('1', quiet)
  metrics.answered({ ...miss, degraded: 'failover' })
  expect((await metrics.scrape()).text).toContain('turnstream_degraded_answers_total{reason="failover"} 1')
})

it('calls of pools are counted by how they ended', async () => {
  const metrics = createMetrics('1', quiet)
  await metrics.scrape()
  const { text } = await metrics.scrape()
  expect(text).toContain('turnstream_pool_calls_total{pool="local",outcome="answered"} 4')
  expect(text).toContain('turnstream_pool_calls_total{pool="local",outcome="MODEL_TIMEOUT"} 1')
})

it('existing answers that were shown are counted, and choices by whether one was made', async () => {
  const metrics = createMetrics('1', quiet)
  metrics.answered(miss)
  metrics.answered({ ...miss, choice: { offered: 3, chosen: false } })
  metrics.answered({ ...miss, choice: { offered: 2, chosen: true } })
  const { text } = await metrics.scrape()
  expect(text).toContain('turnstream_answers_offered_total{pool="local"} 5')
  expect(text).toContain('turnstream_choices_total{pool="local",chosen="false"} 1')
  expect(text).toContain('turnstream_choices_total{pool="local",chosen="true"} 1')
})

it('parts that turns do without are told, and locks that were lost', async () => {
  const metrics = createMetrics('1', quiet)
  await metrics.scrape()
  const { text } = await metrics.scrape()
  expect(text).toContain('turnstream_part_up{part="redis"} 0')
  expect(text).toContain('turnstream_part_up{part="lease"} 1')
  expect(text).toContain('turnstream_flight_locks_lost_total 3')
})

it('the ledger is told with the offsets that its sums cover, and a budget only where there is one', async () => {
  const { text } = await createMetrics('1', quiet).scrape()
  for (const line of [
    'turnstream_ledger_usd{kind="spent"} 0.03',
    'turnstream_ledger_usd{kind="baseline"} 0.1',
    'turnstream_ledger_usd{kind="saved"} 0.07',
    'turnstream_ledger_offset{partition="0"} 3',
    'turnstream_ledger_offset{partition="1"} 5',
    'turnstream_month_usd{kind="spent"} 0.01',
    'turnstream_month_usd{kind="budget"} 25',
  ])
    expect(text).toContain(line)
  const without = createMetrics('1', { ...quiet, ledger: () => ({ ...quiet.ledger(), budgetUsd: null }) })
  expect((await without.scrape()).text).not.toContain('kind="budget"')
})

it('moves between the layers are counted, those that have not happened too', async () => {
  const metrics = createMetrics('1', quiet)
  await metrics.scrape()
  const { text } = await metrics.scrape()
  for (const line of ['promoted"} 5', 'demoted"} 2', 'evicted"} 0'])
    expect(text).toContain(`turnstream_cache_moves_total{move="${line}`)
})

it('two gateways in one process count for themselves', async () => {
  const [one, two] = [createMetrics('1', quiet), createMetrics('1', quiet)]
  one.failed('BAD_JSON')
  expect((await two.scrape()).text).not.toContain('BAD_JSON')
})

it('every metric of ours has help and the prefix', async () => {
  const { text } = await createMetrics('1', quiet).scrape()
  const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!)
  expect(types.filter(name => !/^(turnstream|process|nodejs)_/.test(name))).toEqual([])
  for (const name of types) expect(text).toContain(`# HELP ${name} `)
})
