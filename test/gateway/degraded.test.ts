import { expect, it } from 'vitest'
import { parseSse } from './gateway.ts'
import { type System, system } from './system.ts'

/** In words that an article lists: the embedding model of these tests knows no likeness. */
const question = { message: 'what is the deadline for a return' }

const prices = [{ model: 'gpt-5', valid_from: '2026-01-01', input: '2.5', cached_input: '0.25', output: '10' }]

/** The system where no model is configured: the help centre answers. */
const withoutModels = (): Promise<System> => system({}, { pool: { kind: 'faq' }, configuration: { prices } })

interface Answer {
  readonly turn_id: string
  readonly message: string
}
const json = async <T = Answer>(response: Promise<Response>): Promise<T> => (await response).json() as Promise<T>

it('without a model a miss and the hit on it are both marked degraded, wherever they are told', async () => {
  const { post, get, turnstream, stub } = await withoutModels()
  const miss = await json(post('/v1/chat', question))
  expect(miss).toMatchObject({ cached: null, degraded: 'no_upstream', model: 'faq-library' })
  await turnstream.settled()
  const hit = await json(post('/v1/chat', question))
  expect(hit).toMatchObject({ cached: 'exact', degraded: 'no_upstream', message: miss.message })
  const streamed = parseSse(await (await post('/v1/chat/stream', question)).text())
  expect(JSON.parse(streamed.at(-1)!.data)).toMatchObject({ cached: 'exact', degraded: 'no_upstream' })
  const body = { model: 'auto', messages: [{ role: 'user', content: question.message }] }
  const { turnstream: told } = await json<{ turnstream: object }>(post('/v1/chat/completions', body))
  expect(told).toMatchObject({ cached: 'exact', degraded: 'no_upstream' })
  await turnstream.settled()
  const line = turnstream.facts.find('LedgerLine', `${hit.turn_id}.ledger`)
  expect(line?.data).toMatchObject({ source: 'exact', degraded: 'no_upstream', costPicoUsd: 0 })
  const { answer } = await json<{ answer: object }>(get(`/v1/explain/${hit.turn_id}`))
  expect(answer).toMatchObject({ source: 'exact', degraded: 'no_upstream' })
  expect(await (await get('/metrics')).text()).toContain('turnstream_degraded_answers_total{reason="no_upstream"} 4')
  expect(stub.calls()).toEqual([])
})

it('without a model a miss saves nothing, and a hit what the baseline model would have cost', async () => {
  const { post, get, turnstream } = await withoutModels()
  await post('/v1/chat', question)
  await turnstream.settled()
  interface Sums {
    readonly usd: Readonly<Record<'spent' | 'baseline' | 'saved', string>>
    readonly degraded: { readonly usd: Readonly<Record<'saved' | 'unclaimed', string>> }
  }
  const missed = await json<Sums>(get('/v1/costs'))
  const { baseline } = missed.usd
  expect(Number(baseline)).toBeGreaterThan(0)
  expect(missed).toMatchObject({
    hitRate: 0,
    tokens: { spent: 0, saved: 0 },
    usd: { spent: '0', saved: '0' },
    degraded: { turns: 1, hits: 0, usd: { saved: '0', unclaimed: baseline } },
  })
  await post('/v1/chat', question)
  await turnstream.settled()
  expect(await json<Sums>(get('/v1/costs'))).toMatchObject({
    hitRate: 0.5,
    usd: { spent: '0', saved: baseline },
    degraded: { turns: 2, hits: 1, usd: { saved: baseline, unclaimed: baseline } },
  })
})

it('a hit on an answer whose call another turn paid for saves as much as one on the other', async () => {
  const { post, turnstream, stub } = await system({ firstTokenMs: 50 })
  const ask = (): Promise<Answer> => json(post('/v1/chat', { message: 'What is a gift card?' }))
  const turns = await Promise.all([ask(), ask(), ask()])
  await turnstream.settled()
  expect(stub.calls()).toHaveLength(1)
  const hit = await ask()
  await turnstream.settled()
  const tokens = [...turns, hit].map(({ turn_id }) => {
    const line = turnstream.facts.find('LedgerLine', `${turn_id}.ledger`)!.data
    return [line.source, line.baselineTokens.promptTokens, line.baselineTokens.completionTokens]
  })
  const { promptTokens, completionTokens } = stub.invoice()[0]!
  expect(tokens).toEqual([
    ...turns.map(() => ['model', promptTokens, completionTokens]),
    ['exact', promptTokens, completionTokens],
  ])
})
