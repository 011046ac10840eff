import { describe, expect, it } from 'vitest'
import type { DomainEvent } from '../../processors/event.ts'
import { answeredOf, at, eventOf, resolutionOf } from '../../processors/fixtures.ts'
import type { LedgerLine, TurnAnswered } from '../../schemas/types.ts'
import { addLine, type Cells } from '../ledger/cells.ts'
import { lineOf, recordOf, usageOf } from '../ledger/ledger.fixtures.ts'
import { summarise } from '../ledger/summary.ts'
import { logOf, query, scratch, typesIn } from './export.fixtures.ts'
import { type Export, exportTable, type Ports } from './export.ts'
import { ledger } from './ledger.ts'
import { turns } from './turns.ts'

const answered = (turnId: string, options: Partial<TurnAnswered> = {}, timeMs = at): DomainEvent =>
  eventOf('TurnAnswered', answeredOf({ turnId, ...options }), { id: `${turnId}.answered`, timeMs })

const line = (turnId: string, options: Partial<LedgerLine> = {}): DomainEvent => {
  const data = lineOf({ turnId, ...options })
  return eventOf('LedgerLine', data, { id: `${turnId}.ledger`, key: data.tenant, timeMs: data.atMs })
}

const run = (
  file: string,
  log: Ports['log'],
  { wanted = {}, ports = {} }: { wanted?: Partial<Export>; ports?: Partial<Ports> } = {},
) =>
  exportTable(
    {
      ...{ table: turns, file, format: file.endsWith('csv') ? 'csv' : 'parquet', tenant: null, texts: false },
      ...{ fromMs: 0, toMs: Number.POSITIVE_INFINITY, force: false },
      ...wanted,
    },
    {
      ...{ log, signal: new AbortController().signal, onProgress: () => undefined, onTrouble: () => undefined },
      ...ports,
    },
  )

const routing = { pool: 'cloud', model: 'tiny', usage: usageOf(7, 1), costPicoUsd: 3 }

/** Amounts that a double cannot hold the sum of. */
const lines = [
  lineOf({ turnId: 'a', costPicoUsd: 9_007_199_254_000_001, baselinePicoUsd: 1 }),
  lineOf({ turnId: 'b', costPicoUsd: 9_007_199_254_000_001, baselinePicoUsd: 2, routing, tenant: 'blue' }),
  lineOf({ turnId: 'c', costPicoUsd: 1, source: 'faq', degraded: 'failover', baselinePicoUsd: 50 }),
  lineOf({
    ...{ turnId: 'd', source: 'exact', costPicoUsd: 0, calls: 0, baselinePicoUsd: 100, usage: usageOf(0, 0) },
    choice: { offered: 2, chosen: true, tokens: 5, costPicoUsd: 4, savedTokens: 6, savedPicoUsd: 7 },
  }),
]

const sums = `
  sum(cost_usd) as spent, sum(saved_usd) as saved, sum(baseline_usd) as baseline, sum(choice_saved_usd) as spared,
  sum(tokens_prompt + tokens_completion + coalesce(routing_tokens_prompt + routing_tokens_completion, 0))::bigint as tokens`

/** In CSV money is text: who reads it says what it is. */
const csvTypes = `{${['cost_usd', 'saved_usd', 'baseline_usd', 'choice_saved_usd'].map(name => `'${name}': 'DECIMAL(38,12)'`).join(', ')},
  'routing_tokens_prompt': 'BIGINT', 'routing_tokens_completion': 'BIGINT'}`

describe('the ledger', () => {
  it.each(['l.parquet', 'l.csv'])('adds up in %s to what the costs say, to the last digit', async name => {
    using place = scratch()
    const log = logOf(lines.map(each => line(each.turnId, each)))
    const written = await run(place.file(name), log, { wanted: { table: ledger } })
    expect(written).toMatchObject({ rows: 4, unreadable: 0, first: '2026-01-01T12:00:00.000Z' })
    const cells: Cells = new Map()
    for (const each of lines) addLine(cells, each)
    const { usd, tokens, choices } = summarise([...cells.values()], [])
    const from = name.endsWith('csv') ? `read_csv('${written.file}', types = ${csvTypes})` : `'${written.file}'`
    const [row] = await query(`select ${sums} from ${from}`)
    const trimmed = (value: unknown): string => `${value}`.replace(/\.?0+$/, '')
    expect(trimmed(row!.spent)).toBe(usd.spent)
    expect(usd.spent).toBe('18014.398508000003')
    expect(trimmed(row!.saved)).toBe(usd.saved)
    expect(trimmed(row!.baseline)).toBe(usd.baseline)
    expect(trimmed(row!.spared)).toBe(choices.usd.saved)
    expect(Number(row!.tokens)).toBe(tokens.spent)
  })

  it('adds up for a day to what the costs say of that day', async () => {
    using place = scratch()
    const days = ['2026-01-01', '2026-01-02', '2026-01-02']
    const dated = days.map((day, n) =>
      lineOf({ turnId: `t${n}`, day, atMs: Date.parse(`${day}T23:59:59.999Z`), costPicoUsd: n + 1 }),
    )
    const wanted = { table: ledger, fromMs: Date.parse('2026-01-02'), toMs: Date.parse('2026-01-02T23:59:59.999Z') }
    const { file } = await run(place.file('l.parquet'), logOf(dated.map(each => line(each.turnId, each))), { wanted })
    const cells: Cells = new Map()
    for (const each of dated) addLine(cells, each)
    const { usd } = summarise([...cells.values()], ['day']).rows.find(({ day }) => day === '2026-01-02')!
    expect(await query(`select sum(cost_usd) as spent, count(*)::int as n from '${file}'`)).toEqual([
      { spent: usd.spent, n: 2 },
    ])
  })

  it('has the types that it tells', async () => {
    using place = scratch()
    const { file, columns } = await run(place.file('l.parquet'), logOf([line('a')]), { wanted: { table: ledger } })
    expect(await typesIn(file)).toEqual(columns)
  })
})

describe('turns', () => {
  const resolution = resolutionOf({
    ...{ reason: 'refused', similarity: 0.95, timings: { enrichMs: 1, embedMs: 2.5, exactMs: null, semanticMs: 3 } },
    guards: [
      { guard: 'slots', entryId: 'e', verdict: 'refuse', detail: 'order 4711' },
      { guard: 'polarity', entryId: 'e', verdict: 'pass', detail: null },
    ],
  })
  const events = [
    answered('t1', { message: '=cmd()', text: 'Yes, "so"\r\nit is', sources: ['returns-1', 'order:FH-1'] }),
    eventOf(
      'TurnResolved',
      { turnId: 't1', tenant: 'default', conversationId: 't1', solo: true, resolution },
      { id: 't1.resolved' },
    ),
    answered(
      't2',
      { source: 'hot', promptId: null, entryId: 'e', similarity: 0.97, costPicoUsd: 0, tenant: 'blue' },
      at + 1_000,
    ),
  ]

  it('have what is known of each, and the types that are told', async () => {
    using place = scratch()
    const { file, columns } = await run(place.file('t.parquet'), logOf(events))
    expect(await typesIn(file)).toEqual(columns)
    expect(await query(`from '${file}' order by turn_id`)).toMatchObject([
      {
        ...{ turn_id: 't1', answered_at: '2026-09-01 12:00:00', purpose: 'answer', layer: 'none', hit: false },
        ...{ reason: 'refused', similarity: 0.95, refused_by: ['slots'], sources: ['returns-1'] },
        guards: [
          { guard: 'slots', verdict: 'refuse' },
          { guard: 'polarity', verdict: 'pass' },
        ],
        ...{ cost_usd: '0.000018000000', tokens_prompt: '100', timings_embed_ms: 2.5, timings_exact_ms: null },
      },
      // The log has no resolution of it.
      { turn_id: 't2', layer: 'hot', hit: true, entry_id: 'e', similarity: 0.97, reason: null, guards: null },
    ])
  })

  it.each(['t.parquet', 't.csv'])('have personal text in %s only where it is asked for', async name => {
    using place = scratch()
    const without = await run(place.file(name), logOf(events))
    const personal = /cmd\(\)|so""?|FH-1|4711/
    const all = async (): Promise<string> => JSON.stringify(await query(`from '${without.file}'`))
    expect(await all()).not.toMatch(personal)
    expect(without.columns.map(column => column.name)).not.toContain('question')
    await run(place.file(name), logOf(events), { wanted: { texts: true, force: true } })
    const guarded = name.endsWith('csv') ? "'=cmd()" : '=cmd()'
    expect(await query(`select question, answer from '${without.file}' where turn_id = 't1'`)).toEqual([
      { question: guarded, answer: 'Yes, "so"\r\nit is' },
    ])
    expect(await all()).toMatch(/order:FH-1/)
    expect(await all(), 'what a guard saw is in neither').not.toMatch(/4711/)
  })

  it('cost what asking for the tier cost too, as in the ledger', async () => {
    using place = scratch()
    const routed = recordOf('TurnRouted', { call: routing }, 't1.route')
    const log = logOf([answered('t1')])
    const find = (id: string) => (id === 't1.route' ? routed : log.find(id))
    const { file } = await run(place.file('t.parquet'), { ...log, find })
    expect(await query(`select cost_usd, routing_cost_usd, routing_model from '${file}'`)).toEqual([
      { cost_usd: '0.000018000003', routing_cost_usd: '0.000000000003', routing_model: 'tiny' },
    ])
  })
})

describe('a range', () => {
  const times = [0, 2_000, 1_000, 3_000]
  const log = logOf(times.map((ms, n) => answered(`t${n}`, { tenant: n === 2 ? 'blue' : 'red' }, at + ms)))
  const idsIn = async (wanted: Partial<Export>): Promise<unknown> => {
    using place = scratch()
    const { file } = await run(place.file('t.parquet'), log, { wanted })
    return (await query(`select turn_id from '${file}' order by 1`)).map(row => row.turn_id)
  }

  it('has both of its ends, whatever the order of the log', async () => {
    expect(await idsIn({ fromMs: at + 1_000, toMs: at + 2_000 })).toEqual(['t1', 't2'])
    expect(await idsIn({ fromMs: at + 2_001 })).toEqual(['t3'])
    expect(await idsIn({ toMs: at })).toEqual(['t0'])
  })

  it('is of one tenant where one is named', async () => {
    expect(await idsIn({ tenant: 'blue' })).toEqual(['t2'])
    expect(await idsIn({ tenant: 'red', fromMs: at + 1 })).toEqual(['t1', 't3'])
  })

  it('that has no row is no file, and what there is is told', async () => {
    using place = scratch()
    const refused = (wanted: Partial<Export>) =>
      run(place.file('t.parquet'), log, { wanted }).catch((error: Error) => error)
    expect(await refused({ tenant: 'green' })).toMatchObject({
      ...{ code: 'UNAVAILABLE', details: { records: 4 } },
      message:
        'there is nothing to export: no turn of tenant green from earliest to latest; the log holds 4 records of chat.answers, from 2026-09-01T12:00:00.000Z to 2026-09-01T12:00:03.000Z, in that range of red, blue',
    })
    expect(await refused({ fromMs: at + 5_000 })).toMatchObject({
      message: expect.stringContaining('no turn from 2026-09-01T12:00:05.000Z to latest; the log holds 4 records'),
    })
    expect(await refused({ table: ledger })).toMatchObject({
      message: expect.stringContaining('no ledger line from earliest to latest; the log holds none yet'),
    })
    expect(place.files()).toEqual([])
  })
})

describe('what cannot be done', () => {
  it('leaves no file where it is stopped in the middle', async () => {
    using place = scratch()
    const log = logOf(Array.from({ length: 5_000 }, (_, n) => line(`t${n}`)))
    const stop = new AbortController()
    const seen: string[] = []
    const onProgress = (done: number): void => {
      if (done !== 3_000) return
      seen.push(...place.files())
      stop.abort(new Error('stopped'))
    }
    const ports = { onProgress, signal: stop.signal }
    const stopped = run(place.file('l.csv'), log, { wanted: { table: ledger }, ports })
    await expect(stopped).rejects.toThrow('stopped')
    expect([seen, place.files()]).toEqual([['l.csv.part'], []])
  })

  it('passes over a record that does not decode, and counts it', async () => {
    using place = scratch()
    const log = logOf([line('a'), line('b')])
    log.records('cost.ledger')[0] = { ...log.records('cost.ledger')[0]!, value: Buffer.from('bad') }
    const troubles: unknown[] = []
    const written = await run(place.file('l.csv'), log, {
      ...{ wanted: { table: ledger }, ports: { onTrouble: error => void troubles.push(error) } },
    })
    expect(written).toMatchObject({ rows: 1, unreadable: 1 })
    expect(troubles).toHaveLength(1)
  })
})
