import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lineOf, lineRecord, usageOf } from '../../infra/ledger/ledger.fixtures.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { type Running, type Scratch, scratch, start, turnstream } from './turnstream.ts'

const hit = { usage: usageOf(0, 0), costPicoUsd: 0, calls: 0 }
const lines = [
  lineOf({ turnId: 'a', tenant: 'red', scene: 'returns' }),
  lineOf({ turnId: 'b', tenant: 'red', scene: 'returns', source: 'exact', ...hit }),
  lineOf({ turnId: 'c', tenant: 'blue', scene: 'general', source: 'cold', day: '2026-01-02', ...hit }),
]

let at: Scratch
beforeAll(async () => {
  at = scratch()
  await turnstream(['topics', 'apply', '--data-dir', at.dir])
  const log = await openLmdbLog({ dir: join(at.dir, 'log') })
  await log.append(lines.map(line => lineRecord(line, 4)))
  await log.close()
}, 60_000)
afterAll(() => at.remove())

const costs = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await turnstream(['costs', '--json', '--data-dir', at.dir, ...args])
  return { code, stderr, result: stdout === '' ? null : JSON.parse(stdout) }
}

const whole = {
  turns: 3,
  byLayer: { exact: 1, hot: 0, cold: 1, none: 1 },
  hitRate: 2 / 3,
  calls: 1,
  tokens: { spent: 110, baseline: 480, saved: 370 },
  usd: { spent: '0.03', baseline: '0.3', saved: '0.27' },
  baselineModel: 'large',
}

describe('turnstream costs', { timeout: 120_000 }, () => {
  it('sums the ledger up, money exactly, and names the baseline', async () => {
    expect(await costs()).toMatchObject({ code: 0, result: whole })
    const { stdout } = await turnstream(['costs', '--data-dir', at.dir])
    for (const told of ['USD saved is counted against large', '66.7 %', '0.27']) expect(stdout).toContain(told)
  })

  it('gives a row for each combination asked for', async () => {
    const { result } = await costs('--by', 'tenant,layer')
    expect(result.rows).toMatchObject([
      { tenant: 'blue', layer: 'cold', turns: 1 },
      { tenant: 'red', layer: 'exact', turns: 1 },
      { tenant: 'red', layer: 'none', turns: 1, usd: { spent: '0.03' } },
    ])
  })

  it('prices everything again from a list, and says what the list lacks', async () => {
    const file = join(at.dir, 'prices.json')
    const price = { model: 'small', valid_from: '2026-01-01', input: '1', cached_input: '1', output: '1' }
    writeFileSync(file, JSON.stringify({ prices: [price] }))
    expect((await costs('--prices', file)).result).toMatchObject({
      usd: { spent: '0.00011', baseline: '0' },
      unpriced: { large: 3 },
    })
    writeFileSync(file, JSON.stringify([price, { ...price, model: 'large' }]))
    expect((await costs('--prices', file)).result).toMatchObject({
      usd: { spent: '0.00011', baseline: '0.00048', saved: '0.00037' },
      unpriced: {},
    })
  })

  it('takes the lines of one tenant alone', async () => {
    expect((await costs('--tenant', 'red')).result).toMatchObject({ turns: 2, usd: { spent: '0.03' } })
    expect((await costs('--tenant', 'green')).result).toMatchObject({ turns: 0, since: null })
  })

  it('tells with --forecast that nothing was spent this month, against the budget of the configuration', async () => {
    const set = ['--set', 'budget.monthlyUsd=100', '--set', 'budget.tenants={"red": 2.5}']
    expect((await costs()).result.forecast).toBeNull()
    expect((await costs('--forecast', ...set)).result.forecast).toMatchObject({
      spent: '0',
      budget: { usd: '100', left: '100', used: 0, usedUpOn: null },
    })
    expect((await costs('--forecast', '--tenant', 'red', ...set)).result.forecast.budget).toMatchObject({ usd: '2.5' })
    expect((await costs('--forecast', '--tenant', 'blue', ...set)).result.forecast.budget).toBeNull()
  })

  it('shows with --pareto what was spent on questions that the log does not have', async () => {
    const { result } = await costs('--pareto')
    expect(result.pareto).toMatchObject({ clusters: 0, rows: [], unknown: { turns: 3, spent: '0.03' } })
    expect(result.pareto.cannotTell.length).toBeGreaterThan(0)
  })

  it.each([
    [['--by', 'colour'], 'tenant, scene, model, pool, layer, day'],
    [['--pareto', '--by', 'day'], 'name one of them'],
    [['--prices', '/nowhere.json'], '/nowhere.json'],
    [['--limit', '0'], 'whole number'],
    [['--forecast', '--set', 'budget.monthlyUsd=0'], 'budget.monthlyUsd: must be above 0'],
  ])('refuses %j with exit code 2, and says why', async (args, says) => {
    const { code, result, stderr } = await costs(...args)
    expect(code).toBe(2)
    expect(result).toBeNull()
    expect(stderr).toContain(says)
  })

  it('says which field of a price list is wrong', async () => {
    const file = join(at.dir, 'wrong.json')
    writeFileSync(file, '[{"model": "m", "valid_from": "2026-01-01", "input": 1, "cached_input": "1", "output": "1"}]')
    const { code, stderr } = await costs('--prices', file)
    expect(code).toBe(2)
    expect(stderr).toContain('0.input: must be a text')
  })

  it('exits with 3 where there is no log', async () => {
    expect((await turnstream(['costs', '--data-dir', join(at.dir, 'none')])).code).toBe(3)
  })
})

describe('beside a running server', { timeout: 120_000 }, () => {
  let server: Running
  let url: string
  beforeAll(async () => {
    server = start(['serve', '--port', '0', '--data-dir', at.dir])
    await server.firstLine
    url = JSON.parse(readFileSync(join(at.dir, 'server.json'), 'utf8')).url
  }, 60_000)
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await server.ended
  })

  interface Body {
    readonly turns: number
    readonly rows: readonly object[]
    readonly forecast: { readonly days: readonly object[] }
    readonly error: object
  }
  const get = async (path: string) => {
    const response = await fetch(url + path)
    return { status: response.status, body: (await response.json()) as Body }
  }

  it('the API gives the same sums, without rows where none are asked for', async () => {
    expect(await get('/v1/costs')).toMatchObject({ status: 200, body: { ...whole, rows: [] } })
    const { body } = await get('/v1/costs?by=day,scene')
    expect(body.rows).toMatchObject([
      { day: '2026-01-01', scene: 'returns', turns: 2 },
      { day: '2026-01-02', scene: 'general', turns: 1 },
    ])
  })

  it('the command gives what the API gives, and has a turn that was answered just now', async () => {
    const ask = { message: 'How do I return an item?', scene: 'returns' }
    const headers = { 'content-type': 'application/json' }
    await fetch(`${url}/v1/chat`, { method: 'POST', headers, body: JSON.stringify(ask) })
    await expect.poll(async () => (await get('/v1/costs')).body.turns, { timeout: 10_000 }).toBe(4)
    expect((await costs('--by', 'scene')).result).toMatchObject((await get('/v1/costs?by=scene')).body)
  })

  it('the API tells of the month where it is asked to, and of one tenant', async () => {
    const { body } = await get('/v1/costs?forecast=true&tenant=default')
    expect(body).toMatchObject({
      turns: 1,
      forecast: { end: null, cannotTell: expect.stringContaining('0 whole days'), budget: null },
    })
    expect(body.forecast.days).toHaveLength(1)
    expect((await costs('--forecast', '--tenant', 'default')).result.forecast).toMatchObject({
      ...body.forecast,
      at: expect.any(String),
    })
    expect(await get('/v1/costs?forecast=maybe')).toMatchObject({ status: 400 })
  })

  it.each(['/v1/costs?by=colour', '/v1/costs?by=day&by=scene', '/v1/costs?colour=red'])(
    'the API refuses %s and names what is wrong',
    async path => {
      const { status, body } = await get(path)
      expect(status).toBe(400)
      expect(body.error).toMatchObject({ code: 'BAD_REQUEST', message: expect.stringMatching(/by|colour/) })
    },
  )

  it('rebuild all drops and folds the sums too, equal to what they were', async () => {
    const { code, stdout } = await turnstream(['rebuild', 'all', '--json', '--data-dir', at.dir])
    const { ledger, equal } = JSON.parse(stdout)
    expect([code, equal, ledger.equal]).toEqual([0, true, true])
    expect(ledger.after).toEqual(ledger.before)
    expect(ledger.after.turns).toBe(4)
    expect(await get('/v1/costs')).toMatchObject({ body: { turns: 4 } })
  })
})
