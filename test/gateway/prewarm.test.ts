import { describe, expect, it } from 'vitest'
import { type System, type SystemOptions, system } from './system.ts'

const price = { model: 'stub-small', valid_from: '2020-01-01', input: '1', cached_input: '1', output: '1' }

/** No two answers are the same: each says which call wrote it. */
const opened = async (options: SystemOptions['configuration'] = {}, perTokenMs = 0) => {
  let calls = 0
  const turned = await system(
    { answer: () => `Answer ${++calls}.`, perTokenMs },
    { configuration: { cache: { delayWindowMs: 0, hot: { countMs: 50 } }, prices: [price], ...options } },
  )
  return turned
}
const questions = Array.from({ length: 6 }, (_, n) => `How do I return rug number ${'abcdef'[n]}?`)

const ask = async ({ post }: System, message: string) =>
  (await (await post('/v1/chat', { message })).json()) as { message: string; cached: string | null }
/** Asks the first question most often, the last least. */
const learn = async (turned: System): Promise<void> => {
  for (const [n, question] of questions.entries())
    for (let times = 0; times < questions.length - n; times++) await ask(turned, question)
  await expect.poll(() => used(turned)).toBe(15)
  await turned.turnstream.settled()
}
const used = async ({ turnstream }: System): Promise<number> => {
  let hits = 0
  for await (const { value } of turnstream.log.states('promote'))
    hits += JSON.parse(Buffer.from(value).toString()).uses.hits.reduce((sum: number, each: number) => sum + each, 0)
  return hits
}
const change = async ({ post }: System, prewarm: number, more: object = {}) => {
  const response = await post('/v1/policies', { version: 'v2', match: {}, prewarm, reason: 'test', ...more })
  const location = response.headers.get('location')
  return {
    status: response.status,
    location,
    ...((await response.json()) as { version: string; epoch: number | null }),
  }
}
const standing = async ({ get }: System) =>
  (await (await get('/v1/policies/v2')).json()) as {
    state: string
    epoch: number | null
    prewarm: { done: number; total: number; ended: string; spent_pico_usd: number }
  }
const inForce = async (turned: System) => {
  await expect.poll(async () => (await standing(turned)).state).toBe('in_force')
  await turned.turnstream.settled()
  return standing(turned)
}
const answers = async (turned: System) => {
  const told: (readonly [string | null, string])[] = []
  for (const question of questions) {
    const { cached, message } = await ask(turned, question)
    told.push([cached, message])
  }
  return told
}

describe('A policy change with a pre-warm', () => {
  it('asks the most frequent questions anew, comes in force then, and is answered from the caches by what is new', async () => {
    const turned = await opened()
    await learn(turned)
    const calls = turned.stub.calls().length
    expect(await change(turned, 3)).toEqual({ status: 202, location: '/v1/policies/v2', version: 'v2', epoch: null })
    expect(await inForce(turned)).toMatchObject({ epoch: 1, prewarm: { done: 3, total: 3, ended: 'done' } })
    expect(turned.stub.calls()).toHaveLength(calls + 3)
    const told = await answers(turned)
    expect(told.slice(0, 3).map(([cached]) => cached)).toEqual(['exact', 'exact', 'exact'])
    expect(new Set(told.slice(0, 3).map(([, message]) => message))).toEqual(
      new Set(['Answer 7.', 'Answer 8.', 'Answer 9.']),
    )
    expect(told.slice(3).map(([cached]) => cached)).toEqual([null, null, null])
    expect(await change(turned, 3)).toEqual({ status: 200, location: null, version: 'v2', epoch: 1 })
  })
  it('leaves what was answered before it in the caches until it is in force, and the new answers out', async () => {
    const turned = await opened({ warm: { concurrency: 1 } }, 50)
    await learn(turned)
    await change(turned, 6)
    await expect.poll(async () => (await standing(turned)).prewarm.done).toBeGreaterThan(1)
    const told = await answers(turned)
    expect((await standing(turned)).state).toBe('announced')
    expect(told).toEqual(questions.map((_, n) => ['exact', `Answer ${n + 1}.`]))
    await inForce(turned)
    for (const [n, [cached, message]] of (await answers(turned)).entries())
      expect([cached, message === `Answer ${n + 1}.`]).toEqual(['exact', false])
  })
  it('spends no more than its budget, by what was under way when it was spent', async () => {
    const turned = await opened({ warm: { concurrency: 1, budgetPicoUsd: 1 } })
    await learn(turned)
    await change(turned, 6)
    const { prewarm } = await inForce(turned)
    expect(prewarm).toMatchObject({ done: 1, total: 6, ended: 'budget' })
    expect(prewarm.spent_pico_usd).toBeGreaterThan(0)
    expect((await answers(turned)).filter(([cached]) => cached === 'exact')).toHaveLength(1)
  })
  it('comes in force when its time is over, whatever is under way', async () => {
    const turned = await opened({ warm: { concurrency: 1, withinMs: 400 } }, 300)
    await learn(turned)
    await change(turned, 6)
    const { prewarm } = await inForce(turned)
    expect(prewarm).toMatchObject({ total: 6, ended: 'time' })
    expect(prewarm.done).toBeLessThan(6)
  })
  it('asks only what it concerns, and comes in force at once where there is nothing to ask', async () => {
    const turned = await opened()
    await learn(turned)
    await change(turned, 10, { match: { keywords: ['rug number b'] } })
    expect(await inForce(turned)).toMatchObject({ prewarm: { done: 1, total: 1 } })
    expect((await answers(turned)).map(([cached]) => cached)).toEqual(questions.map(() => 'exact'))
    const fresh = await opened()
    await change(fresh, 10)
    expect(await inForce(fresh)).toMatchObject({ epoch: 1, prewarm: { done: 0, total: 0, ended: 'done' } })
  })
  it('does not hide an answer from a change that was made while it waited', async () => {
    const turned = await opened({ warm: { concurrency: 1 } }, 100)
    await learn(turned)
    await change(turned, 6)
    await expect.poll(async () => (await standing(turned)).prewarm.done).toBeGreaterThan(2)
    const calls = turned.stub.calls().length
    const between = await turned.post('/v1/policies', { match: {}, reason: 'at once' })
    expect(between.status).toBe(200)
    await inForce(turned)
    for (const [, message] of await answers(turned)) expect(Number(/\d+/.exec(message)![0])).toBeGreaterThan(calls - 1)
  })
})
