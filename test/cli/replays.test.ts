import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, type Scratch, scratch, start } from './turnstream.ts'

let at: Scratch
let server: Running
let url: string

beforeAll(async () => {
  at = scratch()
  server = start(['serve', '--port', '0', '--data-dir', at.dir])
  await server.firstLine
  url = JSON.parse(readFileSync(join(at.dir, 'server.json'), 'utf8')).url
  for (const message of ['How long do I have to return an item?', 'How long do I have to return an item?'])
    expect((await send('POST', '/v1/chat', { message })).status).toBe(200)
})
afterAll(async () => {
  server.child.kill('SIGTERM')
  await server.ended
  at.remove()
})

interface Answer {
  readonly status: number
  readonly location: string | null
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked at by the test.
  readonly body: any
}

const send = async (method: string, path: string, body?: object): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, location: response.headers.get('location'), body: await response.json() }
}
const finished = async (path: string): Promise<Answer['body']> => {
  for (;;) {
    const { body } = await send('GET', path)
    if (body.state !== 'queued' && body.state !== 'running') return body
    await sleep(100)
  }
}

describe('/v1/replays', { timeout: 120_000 }, () => {
  it('compares two configurations beside the server, and keeps what came of it', async () => {
    const set = ['cache.exactTtlMs=0', 'cache.ttlMs=0']
    const { status, location, body } = await send('POST', '/v1/replays', { set })
    expect(status).toBe(202)
    expect(body).toMatchObject({ kind: 'whatif', set, set_b: null, cold: false, error: null })
    expect(location).toBe(`/v1/replays/${body.id}`)
    expect(await finished(location!)).toMatchObject({
      state: 'done',
      result: { recorded: { turns: 2 }, set_b: set, a: { hit_rate: 0.5 }, b: { hit_rate: 0 } },
    })
    const { body: list } = await send('GET', '/v1/replays')
    expect(list.replays[0]).toMatchObject({ id: body.id, state: 'done' })
    expect(list.replays[0]).not.toHaveProperty('result')
  })

  it('sweeps', async () => {
    const asked = { kind: 'sweep', vary: ['cache.ttlMs=0,1000000', 'cache.exactTtlMs=0,1000000'] }
    const { location } = await send('POST', '/v1/replays', asked)
    const { result } = await finished(location!)
    expect(result).toMatchObject({ kind: 'sweep', turns: 2 })
    expect(result.configurations).toHaveLength(4)
  })

  it('says what the command would say of a range without a turn', async () => {
    const { location } = await send('POST', '/v1/replays', { set: ['cache.ttlMs=0'], to: '2026-01-01T00:00:00Z' })
    expect(await finished(location!)).toMatchObject({
      ...{ state: 'failed', error: expect.stringContaining('no turn was answered'), result: null },
    })
  })

  it('cancels', async () => {
    const [first, second] = [
      await send('POST', '/v1/replays', { set: ['cache.ttlMs=0'] }),
      await send('POST', '/v1/replays', { set: ['cache.ttlMs=1'] }),
    ]
    for (const { location } of [second, first]) {
      expect((await send('DELETE', location!)).body).toMatchObject({ state: 'cancelled' })
      expect(await finished(location!)).toMatchObject({ state: 'cancelled', result: null, error: null })
    }
  })

  it.each([
    [{}, 'set: says what would be otherwise'],
    [{ set: ['cache.thresold=1'] }, 'did you mean cache.threshold?'],
    [{ set: ['server.port=1'] }, 'server.port: no decision rests on it'],
    [{ set: 'cache.ttlMs=0' }, 'set: '],
    [{ set: ['cache.ttlMs=0'], from: 'yesterday' }, 'from: must be an ISO time'],
    [
      { set: ['cache.ttlMs=0'], from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      'from is later than to: swap them',
    ],
    [{ kind: 'sweep' }, 'vary: a sweep needs at least one option'],
    [{ kind: 'sweep', vary: ['compress.afterTurns=1'] }, 'vary compress.afterTurns: a sweep follows'],
    [{ kind: 'sweep', vary: ['cache.threshold=0.9,7'] }, 'cache.threshold: '],
    [{ vary: ['cache.threshold=0.9'], set: ['cache.ttlMs=0'] }, 'vary belongs to a sweep'],
    [{ kind: 'dream' }, 'kind: must be whatif or sweep'],
    [{ set: ['cache.ttlMs=0'], colt: true }, 'unknown field colt'],
  ])('refuses %j', async (asked, complaint) => {
    const { status, body } = await send('POST', '/v1/replays', asked)
    expect(body.error?.message).toContain(complaint)
    expect(status).toBe(400)
  })

  it('knows no other', async () => {
    for (const method of ['GET', 'DELETE'])
      expect(await send(method, '/v1/replays/replay_0')).toMatchObject({
        ...{ status: 404, body: { error: { message: 'no replay has the id replay_0' } } },
      })
  })
})
