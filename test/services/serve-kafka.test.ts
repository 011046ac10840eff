import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { query } from '../../infra/export/export.fixtures.ts'
import { type Serving, serve } from '../chaos/serving.ts'
import { turnstream } from '../cli/turnstream.ts'
import { describeOn } from './describe-on.ts'
import { eventually } from './eventually.ts'
import { shared } from './needs.ts'

interface Answer {
  readonly turn_id: string
  readonly message: string
  readonly cached: string | null
}

await describeOn('Servers on Kafka', { kafka: shared('kafka') }, ({ kafka }) => {
  const prefix = `${randomBytes(4).toString('hex')}.`
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-serve-'))
  const question = 'How long do I have to return an item?'
  let env: Record<string, string>
  let first: Serving
  let second: Serving

  const start = (name: string): Promise<Serving> => serve(join(dir, name), [], env)
  const run = (...args: readonly string[]) => turnstream([...args, '--data-dir', join(dir, 'command')], { env })
  const ask = async ({ url }: Serving, message: string, more: object = {}): Promise<Answer> => {
    const body = JSON.stringify({ message, ...more })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/v1/chat`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(30_000),
    })
    expect(response.status).toBe(200)
    return (await response.json()) as Answer
  }

  beforeAll(async () => {
    env = { KAFKA_BROKERS: kafka.address, TURNSTREAM_KAFKA_PREFIX: prefix }
    first = await start('first')
    second = await start('second')
  }, 120_000)
  afterAll(async () => {
    for (const server of [first, second]) await server?.kill('SIGKILL')
    rmSync(dir, { recursive: true })
  })

  it('answer whoever asks them, whichever of them does the work, and serve what the other has learnt', async () => {
    // Conversations lie on all partitions, and each server has half of them.
    const asked = await Promise.all(
      Array.from({ length: 12 }, (_, i) => ask(i % 2 === 0 ? first : second, question, { conversation_id: `c${i}` })),
    )
    for (const { message } of asked) expect(message).toContain('30 days')
    for (const server of [first, second])
      await eventually('it has learnt the answer', async () => (await ask(server, question)).cached === 'exact')
  }, 90_000)

  it('answer a turn that was produced to chat.turns by hand, on chat.answers', async () => {
    const line = JSON.stringify({ message: question, conversation_id: 'by-hand', idempotency_key: prefix })
    const produced = await turnstream(['produce', 'chat.turns', '--json', '--data-dir', join(dir, 'command')], {
      env,
      stdin: `${line}\n`,
    })
    expect(produced.code, produced.stderr).toBe(0)
    const turns = await run('tail', 'chat.turns', '--exit-at-end')
    const byHand = turns.stdout
      .trim()
      .split('\n')
      .map(each => JSON.parse(each))
      .find(({ headers }) => headers.ce_source === 'produce')
    expect(byHand).toBeDefined()
    await eventually('it is answered', async () =>
      (await run('tail', 'chat.answers', '--exit-at-end')).stdout.includes(byHand.headers.ce_id),
    )
    const explained = await run('explain', byHand.headers.ce_id)
    expect(explained.stdout).toContain('30 days')
  }, 90_000)

  it('take over from one that is killed', async () => {
    await second.kill('SIGKILL')
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, i) => ask(first, `What does shipping cost, ${i}?`, { conversation_id: `d${i}` })),
    )
    expect(new Set(asked.map(({ turn_id }) => turn_id)).size).toBe(8)
  }, 90_000)

  it('leave a log in which every decision is decided again as recorded', async () => {
    expect(await first.kill('SIGTERM')).toBe(0)
    const verified = await run('replay', '--verify', '--json')
    expect(verified.code, verified.stderr).toBe(0)
    const { identical, turns, dead } = JSON.parse(verified.stdout)
    expect({ identical, dead }).toEqual({ identical: true, dead: 0 })
    expect(turns).toBeGreaterThan(20)
  }, 90_000)

  it('leave a log whose turns come to the same when they are run again, and to something else when something is set otherwise', async () => {
    const again = await run('replay', '--json')
    expect(again.code, again.stderr).toBe(0)
    const { a, b, dead } = JSON.parse(again.stdout)
    expect({ turns: b.turns, dead }).toEqual({ turns: a.turns, dead: {} })
    expect(Math.abs(b.hit_rate - a.hit_rate), JSON.stringify({ a, b })).toBeLessThan(0.2)
    const without = await run('whatif', '--set', 'cache.exactTtlMs=0', '--set', 'cache.ttlMs=0', '--json')
    expect(without.code, without.stderr).toBe(0)
    const compared = JSON.parse(without.stdout)
    expect(compared.a.hit_rate).toBe(b.hit_rate)
    expect(compared.b.hit_rate).toBe(0)
    expect(Number(compared.b.spent_usd)).toBeGreaterThanOrEqual(Number(compared.a.spent_usd))
  }, 90_000)

  it('leave turns and a ledger that are exported with the sums of the costs', async () => {
    const { turns, own, usd } = JSON.parse((await run('costs', '--json')).stdout)
    for (const table of ['turns', 'ledger'] as const) {
      const file = join(dir, `${table}.parquet`)
      const exported = await run('export', table, file, '--json')
      expect(exported.code, exported.stderr).toBe(0)
      expect(JSON.parse(exported.stdout)).toMatchObject({ rows: turns + own.turns, unreadable: 0 })
      const [row] = await query(
        `select sum(cost_usd)::varchar as spent, count(distinct turn_id)::int as n from '${file}'`,
      )
      expect(Number(row!.spent)).toBe(Number(usd.spent))
      expect(row!.n).toBe(turns + own.turns)
    }
  }, 90_000)
})
