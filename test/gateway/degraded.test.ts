import { expect, it } from 'vitest'
import { parseSse } from './gateway.ts'
import { type System, system } from './system.ts'

const question = { message: 'How long do I have to return an item?' }

/** The system where no model is configured: the help centre answers. */
const withoutModels = (): Promise<System> => system({}, { pool: { kind: 'faq' } })

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
