import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseSse } from '../gateway/gateway.ts'
import { openSystem, type System } from '../gateway/system.ts'

let system: System
/** What the model answers: the text itself, which a prompt has without the white space that tells nothing. */
let answered = 'Yes.'
beforeAll(async () => {
  system = await openSystem({ answer: () => answered })
})
afterAll(() => system.close())

interface Answer {
  readonly turn_id: string
  readonly message: string
  readonly cached: string | null
}

const ask = async (message: string): Promise<Answer> => {
  const response = await system.post('/v1/chat', { message })
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}

const said = ({ turn_id }: Answer): string => system.turnstream.facts.event('TurnReceived', turn_id).data.message

it.each([
  ['right-to-left text', 'كيف يمكنني إرجاع المنتج؟'],
  ['both directions, with marks that turn them', 'order \u202b12345\u202c לא הגיע\u200f?'],
  ['nothing but emoji', '😀👍🏽🏳️‍🌈👨‍👩‍👧‍👦'],
  ['combining marks', 'I\u0301 ca\u0308n\u0323\u0307\u0302t log in?'],
  ['a hundred marks on one letter', `z${'\u0301'.repeat(100)}algo?`],
  ['zero-width characters', 'zero\u200bwidth\u200d\u200cjoin\u2060ed\ufeff?'],
  ['the two ways to write an accent', 'caf\u00e9 or cafe\u0301?'],
  ['characters outside the first plane', '𠮷野家 𝒽𝑒𝓁𝓅 🯅?'],
  ['non-characters and private use', 'a\ufffe\uffff\u{1fffe}\ue000b?'],
  ['line separators', 'one\u2028two\u2029three?'],
])('%s is answered and comes back as it was sent', async (_what, message) => {
  answered = message
  const answer = await ask(message)
  expect(said(answer)).toBe(message)
  expect(answer.message).toBe(message)
  const events = parseSse(await (await system.post('/v1/chat/stream', { message, model: 'stub-pinned' })).text())
  expect(JSON.parse(events.at(-1)!.data).message).toBe(message)
  const tokens = events.filter(({ event }) => event === 'token').map(({ data }) => JSON.parse(data).text)
  expect(tokens.join('')).toBe(message)
})

it('a text of nothing visible is answered, not taken for empty', async () => {
  expect(said(await ask('\u200b\u200d'))).toBe('\u200b\u200d')
})

const long = (question: string): string => `${question} ${'and so on '.repeat(200)}`

it('a text past the window of the embedding is answered, looked up exactly and by no vector, and says so', async () => {
  answered = 'Yes.'
  const first = await ask(long('How do I return a lamp?'))
  expect(first.cached).toBeNull()
  await system.turnstream.settled()
  answered = 'No.'
  const other = await ask(long('How do I cancel an order?'))
  expect(other.cached, 'the same beginning would have been the same vector').toBeNull()
  await system.turnstream.settled()
  expect((await ask(long('How do I return a lamp?'))).cached).toBe('exact')
  expect(await (await system.get(`/v1/explain/${other.turn_id}`)).json()).toMatchObject({
    enrichment: { flags: ['over_window'] },
    resolution: { outcome: 'none', candidates: [], timings_ms: { semantic: null } },
  })
  const { data } = system.turnstream.facts.event('TurnResolved', `${other.turn_id}.resolved`)
  expect(data.resolution).toMatchObject({ outcome: 'none', timings: { exactMs: expect.any(Number), semanticMs: null } })
})
