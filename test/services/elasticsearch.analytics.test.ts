import type { Client } from '@elastic/elasticsearch'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { type AnalyticsOptions, openAnalytics } from '../../infra/elasticsearch/analytics.ts'
import { lineOf } from '../../infra/ledger/ledger.fixtures.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { answeredOf, at, eventOf, resolutionOf } from '../../processors/fixtures.ts'
import type { Facts } from '../../processors/processor.ts'
import type { TurnAnswered } from '../../schemas/types.ts'
import { describeOn } from './describe-on.ts'
import { clientOf, uniqueName } from './elasticsearch.kit.ts'
import { memoryLog } from './elasticsearch.log.ts'
import { shared } from './needs.ts'

const answered = (turnId: string, options: Partial<TurnAnswered> = {}): DomainEvent =>
  eventOf('TurnAnswered', answeredOf({ turnId, conversationId: turnId, ...options }), { key: turnId })
const line = (turnId: string, options: Parameters<typeof lineOf>[0] = {}): DomainEvent =>
  eventOf('LedgerLine', lineOf({ turnId, ...options }), { key: 'default' })

/** Turn t1 was refused by a guard; the log has no resolution of any other. */
const facts = {
  find: (_type, id) =>
    id === 't1.resolved'
      ? eventOf('TurnResolved', {
          turnId: 't1',
          tenant: 'default',
          conversationId: 't1',
          solo: true,
          resolution: resolutionOf({
            reason: 'refused',
            similarity: 0.95,
            guards: [
              { guard: 'slots', entryId: 'e', verdict: 'refuse', detail: 'my secret number 4711' },
              { guard: 'polarity', entryId: 'e', verdict: 'pass', detail: null },
            ],
          }),
        })
      : null,
} as Facts

await describeOn('Analytics documents', { elasticsearch: shared('elasticsearch') }, ({ elasticsearch }) => {
  let client: Client
  let prefix: string
  let ours: ReturnType<typeof memoryLog>
  beforeEach(async () => {
    client = clientOf(elasticsearch.address)
    prefix = uniqueName()
    ours = memoryLog(2)
  })
  afterEach(async () => {
    // Not every build of the server can delete a data stream, and a template in use stays: then both are left behind.
    const left = { ignore: [400, 404, 405] }
    for (const name of [`${prefix}-turns`, `${prefix}-ledger`]) {
      await client.transport.request({ method: 'DELETE', path: `/_data_stream/${name}` }, left)
      await client.indices.deleteIndexTemplate({ name }, left)
    }
    await client.indices.delete({ index: `${prefix}.positions`, ignore_unavailable: true })
    await client.indices.deleteIndexTemplate({ name: `${prefix}.positions` }, left)
    await client.close()
  })
  const open = (more: Partial<AnalyticsOptions> = {}) => {
    const analytics = openAnalytics({
      client,
      log: ours.log,
      facts,
      partitions: 2,
      prefix,
      shards: 1,
      replicas: 0,
      flushBytes: 4_194_304,
      flushEntries: 500,
      texts: false,
      onTrouble: error => console.error(error),
      ...more,
    })
    onTestFinished(() => analytics.close())
    return analytics
  }
  const count = async (stream: string): Promise<number> => {
    await client.indices.refresh({ index: `${prefix}-${stream}` })
    return (await client.count({ index: `${prefix}-${stream}` })).count
  }
  const one = async (stream: string, turnId: string): Promise<Record<string, unknown>> => {
    await client.indices.refresh({ index: `${prefix}-${stream}` })
    const { hits } = await client.search<Record<string, unknown>>({
      index: `${prefix}-${stream}`,
      query: { term: { turnId } },
    })
    expect(hits.hits[0]!._id).toBe(turnId)
    return hits.hits[0]!._source!
  }

  it('a turn has its layer, similarity, verdicts, tokens, money and latency, and nothing personal', async () => {
    ours.append(answered('t1'), answered('t2', { source: 'exact', similarity: 1, entryId: 'e' }))
    const analytics = open()
    await analytics.caughtUp()
    const turn = await one('turns', 't1')
    expect(turn).toMatchObject({
      '@timestamp': at + 120,
      tenant: 'default',
      scene: 'returns',
      source: 'model',
      layer: 'none',
      hit: false,
      reason: 'refused',
      similarity: 0.95,
      refusedBy: ['slots'],
      tokens: { prompt: 100, completion: 20, cached: 0 },
      costPicoUsd: 18_000_000,
      costUsd: 0.000018,
      latencyMs: 120,
    })
    expect(JSON.stringify(turn)).not.toMatch(/jacket|My Orders|4711/)
    expect(await one('turns', 't2')).toMatchObject({ layer: 'exact', hit: true, similarity: 1 })
    expect(analytics.trouble()).toBeNull()
  })

  it('question and answer come along only where that is configured', async () => {
    ours.append(answered('t1'))
    await open({ texts: true }).caughtUp()
    expect(await one('turns', 't1')).toMatchObject({ question: 'How do I return a jacket?' })
  })

  it('a ledger line has what was spent, what the baseline would have cost, and what of that was saved', async () => {
    ours.append(line('t1'))
    const analytics = open()
    await analytics.caughtUp()
    expect(await one('ledger', 't1')).toMatchObject({
      costUsd: 0.03,
      baselineUsd: 0.1,
      savedUsd: 0.07,
      costPicoUsd: 30_000_000_000,
      pool: 'cloud',
    })
    ours.append(line('t2', { source: 'faq', degraded: 'no_upstream', costPicoUsd: 0 }))
    await analytics.caughtUp()
    expect(await one('ledger', 't2')).toMatchObject({ degraded: 'no_upstream', baselineUsd: 0.1, savedUsd: 0 })
    const { aggregations } = await client.search<unknown, { spent: { value: number } }>({
      index: `${prefix}-ledger`,
      size: 0,
      aggs: { spent: { sum: { field: 'costPicoUsd' } } },
    })
    expect(aggregations!.spent.value).toBe(30_000_000_000)
  })

  it('goes on where it was, and what is read again changes nothing', async () => {
    ours.append(...Array.from({ length: 30 }, (_, n) => answered(`t${n}`)), line('t1'))
    const first = open()
    await first.caughtUp()
    await first.close()
    ours.append(answered('later'))
    const reads: bigint[] = []
    const watched: typeof ours.log = {
      ...ours.log,
      read: (place, limit) => {
        reads.push(place.offset)
        return ours.log.read(place, limit)
      },
    }
    await open({ log: watched }).caughtUp()
    expect(await count('turns')).toBe(31)
    expect(Math.max(...reads.map(Number))).toBeGreaterThan(0)
    // Two that both begin anew.
    await client.indices.delete({ index: `${prefix}.positions` })
    const again = [open(), open()]
    await Promise.all(again.map(analytics => analytics.caughtUp()))
    expect([await count('turns'), await count('ledger')]).toEqual([31, 1])
  })
})
