import { expect, it } from 'vitest'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { system } from './system.ts'

/** The answer that the provider stub gives: all that it was told of records. */
const answer = (messages: readonly { role: string; content: string }[]): string =>
  messages.find(({ role, content }) => role === 'system' && content.startsWith('Records looked up'))?.content ??
  'nothing was looked up'

interface Body {
  readonly turn_id: string
  readonly message: string
  readonly cached: string | null
  readonly sources: readonly string[]
}

it('an order is looked up for its customer before the model is asked, for nobody else, and is nobody else’s answer', async () => {
  const opened = await system(
    { answer },
    { configuration: { products: ['Willow smart plug'], prefetch: { timeoutMs: 10_000 } } },
  )
  const ask = async (message: string, user_id?: string): Promise<Body> =>
    (await (await opened.post('/v1/chat', { message, user_id })).json()) as Body
  const question = 'Is FH-104181 complete?'
  const own = await ask(question, 'u-002')
  expect(own.message).toContain('[order:FH-104181] {"id":"FH-104181"')
  expect(own.sources).toContain('order:FH-104181')
  const others = await ask(question, 'u-003')
  expect(others).toMatchObject({ cached: null, message: expect.stringContaining('no such record of this customer') })
  expect(others.sources).not.toContain('order:FH-104181')
  expect((await ask(question)).message).toContain('may be shown to its owner alone')
  // Nobody is served what another was told, not even themselves.
  expect(await ask(question, 'u-002')).toMatchObject({ cached: null, message: own.message })
  expect((await ask('How much is the Willow smart plug?')).message).toContain('"price_gbp":12.99')

  const explained = (await (await opened.get(`/v1/explain/${own.turn_id}`)).json()) as {
    prompt: { lookups: readonly object[] }
  }
  expect(explained.prompt.lookups).toMatchObject([
    {
      id: 'order:FH-104181',
      store: 'sqlite',
      query: expect.stringMatching(/^SELECT .* FROM "orders" WHERE "id" = \? AND "user_id" = \? LIMIT 5$/),
      parameters: ['FH-104181', 'u-002'],
      rows: [{ id: 'FH-104181', status: 'delivered' }],
      outcome: 'found',
    },
  ])
  await opened.turnstream.settled()
  expect(await verifyLog({ log: opened.turnstream.log })).toMatchObject({ identical: true, dead: 0 })
})

it('a caller with a system prompt of its own is told nothing', async () => {
  const opened = await system({ answer })
  const messages = [
    { role: 'system', content: 'You are somebody else.' },
    { role: 'user', content: 'Is FH-104181 complete?' },
  ]
  const response = await opened.post(
    '/v1/chat/completions',
    { model: 'auto', messages },
    { 'x-turnstream-user': 'u-002' },
  )
  expect(JSON.stringify(await response.json())).toContain('nothing was looked up')
})

it('a question that follows another is answered from the records of that one, to its asker, for a while', async () => {
  let now = Date.parse('2026-11-23T09:00:00Z')
  const opened = await system({ answer }, { clock: () => now, configuration: { prefetch: { timeoutMs: 10_000 } } })
  const ask = async (message: string, user_id = 'u-002', conversation_id = 'c'): Promise<Body> =>
    (await (await opened.post('/v1/chat', { message, user_id, conversation_id })).json()) as Body
  expect((await ask('Is FH-104181 complete?')).message).toContain('[order:FH-104181] {"id":"FH-104181"')
  now += 5 * 60_000
  const follow = await ask('And when did it come?')
  expect(follow.message).toMatch(/^Records looked up at 09:00 UTC for an earlier question\..*\[order:FH-104181\] \{/s)
  expect(follow.sources).toContain('order:FH-104181')
  expect((await ask('When does my order arrive?')).message).toContain('looked up at 09:00 UTC')
  // What stands alone is about something else, and what names another order is about that.
  expect((await ask('How long does shipping take?')).message).toBe('nothing was looked up')
  expect((await ask('And FH-104180?')).message).toContain('[order:FH-104180] there is no such record')
  expect((await ask('And when did it come?', 'u-003')).message).toBe('nothing was looked up')
  expect((await ask('And when did it come?', 'u-002', 'another')).message).toBe('nothing was looked up')
  now += 11 * 60_000
  expect((await ask('And when did it come?')).message).toBe('nothing was looked up')
  await opened.turnstream.settled()
  const { log } = opened.turnstream
  const verified = await verifyLog({ log, states: true })
  expect(verified.first).toEqual([])
  expect(verified).toMatchObject({ identical: true, differences: 0, dead: 0 })
})

it('what a caller sends along is asked about afresh', async () => {
  const opened = await system({ answer }, { configuration: { prefetch: { timeoutMs: 10_000 } } })
  const messages = [
    { role: 'user', content: 'Is FH-104180 complete?' },
    { role: 'assistant', content: 'It is not yours.' },
    { role: 'user', content: 'I meant FH-104181.' },
    { role: 'assistant', content: 'It is complete.' },
    { role: 'user', content: 'And when did it come?' },
  ]
  const headers = { 'x-turnstream-user': 'u-002' }
  const response = await opened.post('/v1/chat/completions', { model: 'auto', messages }, headers)
  const said = JSON.stringify(await response.json())
  expect(said).toContain('looked up just now for what the customer asks next')
  expect(said).toContain('[order:FH-104181]')
  expect(said).not.toContain('[order:FH-104180]')
})
