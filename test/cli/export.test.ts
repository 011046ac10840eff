import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query } from '../../infra/export/export.fixtures.ts'
import { plainAsk } from '../../infra/gateway/intake.ts'
import type { CostSummary } from '../../infra/ledger/summary.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { configuration, echoModels, hashEmbedding } from '../topology/fakes.ts'
import { type Running, type Scratch, scratch, start, turnstream } from './turnstream.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const { signal } = new AbortController()

let at: Scratch
let out: Scratch
/** After the first turn, before the others. */
let between: string
beforeAll(async () => {
  at = scratch()
  out = scratch()
  const system = await openTurnstream({
    configuration: configurationSchema.parse(configuration),
    ...{ dataDir: at.dir, logger, models: echoModels(), embedding: hashEmbedding },
  })
  const ask = async (message: string, tenant: string): Promise<void> => {
    await system.intake.ask({ ...plainAsk(message), tenant }, signal)
    await system.settled()
  }
  await ask('How do I clean a rug?', 'red')
  await sleep(3)
  between = new Date().toISOString()
  await sleep(3)
  await ask('How do I clean a rug?', 'red')
  await ask('=HYPERLINK("http://e.example")\r\n"sofa", 日本', 'blue')
  await system.drain(1_000)
}, 60_000)
afterAll(() => {
  at.remove()
  out.remove()
})

const file = (name: string): string => join(out.dir, name)
const exported = (...args: readonly string[]) => turnstream(['export', ...args, '--data-dir', at.dir])
const written = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await exported(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}
const costs = async (...args: readonly string[]): Promise<CostSummary> =>
  JSON.parse((await turnstream(['costs', '--json', '--data-dir', at.dir, ...args])).stdout)

/** What DuckDB takes money in CSV for, if nobody says what it is, cannot hold it. */
const tableIn = (path: string): string =>
  path.endsWith('.csv')
    ? `(select * replace (cost_usd::decimal(38,12) as cost_usd) from read_csv('${path}', all_varchar = true))`
    : `'${path}'`
const plain = (usd: unknown): string => String(usd).replace(/\.?0+$/, '')

describe('turnstream export', { timeout: 120_000 }, () => {
  it.each(['ledger.parquet', 'ledger.csv'])('writes a ledger to %s whose sums are those of costs', async name => {
    expect(await written('ledger', file(name))).toMatchObject({ file: file(name), rows: 3, unreadable: 0 })
    const rows = await query(`
      select tenant, count(*) filter (purpose = 'answer') as turns, sum(cost_usd) as spent, sum(saved_usd::decimal(38,12)) as saved
      from ${tableIn(file(name))} group by tenant order by tenant`)
    const { rows: byTenant, usd } = await costs('--by', 'tenant')
    expect(rows.map(({ spent, saved, ...row }) => ({ ...row, spent: plain(spent), saved: plain(saved) }))).toEqual(
      byTenant.map(row => ({ tenant: row.tenant, turns: `${row.turns}`, spent: row.usd.spent, saved: row.usd.saved })),
    )
    const [sum] = await query(`select sum(cost_usd) as spent from ${tableIn(file(name))}`)
    expect([plain(sum!.spent), Number(usd.spent) > 0]).toEqual([usd.spent, true])
  })

  it.each(['turns.parquet', 'turns.csv'])('writes turns to %s, with the same money and without texts', async name => {
    const { columns } = await written('turns', file(name))
    expect(columns.map((column: { name: string }) => column.name)).not.toContain('question')
    const rows = await query(
      `select tenant, layer, hit::boolean as hit, reason from ${tableIn(file(name))} order by answered_at`,
    )
    expect(rows).toMatchObject([
      { tenant: 'red', layer: 'none', hit: false },
      { tenant: 'red', layer: 'exact', hit: true, reason: 'exact' },
      { tenant: 'blue', layer: 'none', hit: false },
    ])
    const [sum] = await query(`select sum(cost_usd) as spent from ${tableIn(file(name))}`)
    expect(plain(sum!.spent)).toBe((await costs()).usd.spent)
    expect(readFileSync(file(name)).includes('HYPERLINK')).toBe(false)
  })

  it('writes texts where they are asked for, of a range and a tenant, in the format that is named', async () => {
    const question = '=HYPERLINK("http://e.example")\r\n"sofa", 日本'
    const args = ['--texts', '--from', between, '--tenant', 'blue', '--format', 'parquet']
    const { code, stdout } = await exported('turns', file('some.data'), ...args)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^1 row of \d+ columns from .* in .*some\.data \(Parquet, \d+ kB\)\n$/)
    expect(await query(`select question, answer from read_parquet('${file('some.data')}')`)).toEqual([
      // The model was sent one kind of line break.
      { question, answer: `answer to: ${question.replace('\r', '')}` },
    ])
    await written('turns', file('some.csv'), '--texts', '--tenant', 'blue')
    expect(await query(`select question from '${file('some.csv')}'`)).toEqual([{ question: `'${question}` }])
  })

  it('writes files that the queries of docs/analytics.md run on', async () => {
    for (const name of ['turns.parquet', 'ledger.parquet', 'ledger.csv'])
      await written(name.split('.')[0]!, file(name), '--force')
    const page = readFileSync(join(import.meta.dirname, '../../docs/analytics.md'), 'utf8')
    const queries = [...page.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, sql]) => sql!)
    expect(queries).toHaveLength(4)
    for (const sql of queries) {
      const rows = await query(sql.replaceAll(/'(\w+\.(?:parquet|csv))'/g, (_, name: string) => `'${file(name)}'`))
      expect(rows.length, sql).toBeGreaterThanOrEqual(sql.includes('refused_by') ? 0 : 1)
    }
  })

  it('leaves a file that is there alone, unless --force says otherwise', async () => {
    writeFileSync(file('there.csv'), 'mine')
    const { code, stderr } = await exported('turns', file('there.csv'))
    expect([code, stderr]).toEqual([2, expect.stringContaining('there.csv is there already')])
    expect(readFileSync(file('there.csv'), 'utf8')).toBe('mine')
    await written('turns', file('there.csv'), '--force')
    expect(readFileSync(file('there.csv'), 'utf8')).toMatch(/^answered_at,turn_id,tenant/)
  })

  it('ends with 3 and what there is where the range has no row, and leaves no file', async () => {
    const { code, stderr } = await exported('turns', file('none.parquet'), '--from', '2100-01-01')
    expect(code).toBe(3)
    expect(stderr).toContain('no turn from 2100-01-01T00:00:00.000Z to latest; the log holds 3 records of chat.answers')
    expect(readdirSync(out.dir).filter(name => /none|\.part$/.test(name))).toEqual([])
  })

  it('ends with 3 where the disk is full, and leaves nothing of the file', async ({ skip }) => {
    // Node takes a limit of the size of files for an error as it takes a full disk; its own files are not written.
    if (spawnSync('prlimit', ['--version']).status !== 0) skip('prlimit is not there')
    const binary = join(import.meta.dirname, '../../infra/cli/turnstream.js')
    const { status, stderr } = spawnSync(
      'prlimit',
      ['--fsize=1000', process.execPath, binary, 'export', 'turns', file('big.csv'), '--data-dir', at.dir],
      { encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([3, expect.stringContaining('the disk is full')])
    expect(readdirSync(out.dir).filter(name => name.startsWith('big'))).toEqual([])
  })

  it.each([
    [['turns', 'x.txt'], 'x.txt ends in no format: name it .parquet or .csv, or say --format'],
    [['turns'], "missing required argument 'file'"],
    [['prompts', 'x.csv'], 'Allowed choices are turns, ledger'],
    [['turns', 'x.csv', '--format', 'xlsx'], 'Allowed choices are parquet, csv'],
    [['ledger', 'x.csv', '--texts'], 'the ledger has no texts'],
    [['turns', 'x.csv', '--from', '2026-05-02', '--to', '2026-05-01'], 'swap them'],
  ])('%j is refused', async (args, said) => {
    const { code, stderr } = await exported(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  })

  it('ends with 3 where there is no log', async () => {
    const { code } = await turnstream(['export', 'turns', file('no.csv'), '--data-dir', join(out.dir, 'none')])
    expect(code).toBe(3)
    expect(readdirSync(out.dir)).not.toContain('no.csv.part')
  })
})

describe('beside a running server', { timeout: 120_000 }, () => {
  let server: Running
  beforeAll(async () => {
    server = start(['serve', '--port', '0', '--data-dir', at.dir])
    await server.firstLine
  }, 60_000)
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await server.ended
  })

  it('has a turn that was answered just now', async () => {
    const { url } = JSON.parse(readFileSync(join(at.dir, 'server.json'), 'utf8'))
    const body = JSON.stringify({ message: 'How do I return an item?', scene: 'returns' })
    await fetch(`${url}/v1/chat`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(await written('turns', file('now.parquet'))).toMatchObject({ rows: 4 })
  })
})
