import { expect, it } from 'vitest'
import { parseSse } from '../gateway/gateway.ts'
import { openSystem, type System, type SystemOptions, system } from '../gateway/system.ts'

const question = { message: 'How long do I have to return an item?' }

interface Told {
  readonly id: string
  readonly type: string
  readonly topic: string
  readonly offset: number
  readonly timeMs: number
  readonly causeId: string | null
  readonly data: Record<string, unknown>
}

const open = (options: SystemOptions = {}, provider = {}): Promise<System> =>
  system(provider, { ...options, streams: { settleMs: 100, ...options.streams } })

const eventsOf = async ({ get }: System, turnId: string) => {
  const response = await get(`/v1/turns/${turnId}/events`)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const told = parseSse(await response.text()).filter(({ event }) => event !== 'comment')
  return {
    events: told.filter(({ event }) => event === 'event').map(({ data }) => JSON.parse(data) as Told),
    last: told.at(-1)!,
  }
}

const begin = async ({ post }: System): Promise<string> => {
  const response = await post('/v1/chat/stream', question)
  void response.text()
  return response.headers.get('x-turnstream-turn')!
}

const wholeLife = [
  'TurnReceived',
  'TurnEnriched',
  'TurnResolved',
  'PromptBuilt',
  'TurnRouted',
  'InferenceRequested',
  'InferenceCompleted',
  'TurnAnswered',
]

it('a turn that runs is told event by event until its ledger line, each once and in order', async () => {
  const running = await open({}, { firstTokenMs: 100 })
  const turnId = await begin(running)
  const { events, last } = await eventsOf(running, turnId)
  const types = events.map(({ type }) => type)
  expect(types.slice(0, wholeLife.length)).toEqual(wholeLife)
  expect(types).toContain('LedgerLine')
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
  for (const { causeId } of events.slice(1)) expect(events.map(({ id }) => id)).toContain(causeId)
  expect(last).toMatchObject({ event: 'end', data: '{"reason":"complete"}' })
})

it('what an answer leaves in the caches is told after its ledger line', async () => {
  const running = await open({ streams: { settleMs: 20_000 } })
  const { body } = await running.get(`/v1/turns/${await begin(running)}/events`)
  let text = ''
  for await (const piece of body!.pipeThrough(new TextDecoderStream())) {
    text += piece
    if (text.includes('"EntryStored"') && text.includes('"LedgerLine"')) break
  }
  expect(text).not.toContain('event: end')
})

it('the life of a turn of the past is told whole, and at once', async () => {
  const running = await open()
  const turnId = await begin(running)
  await expect.poll(() => running.turnstream.facts.find('TurnAnswered', `${turnId}.answered`)).not.toBeNull()
  await running.turnstream.settled()
  const { events, last } = await eventsOf(running, turnId)
  const onLog = running.turnstream.log.ofSubject(turnId).map(({ headers }) => headers.ce_id)
  expect(events.map(({ id }) => id)).toEqual(onLog)
  expect(last.data).toBe('{"reason":"complete"}')
})

it('vectors stay out of it', async () => {
  const running = await open()
  const { events } = await eventsOf(running, await begin(running))
  const enriched = events.find(({ type }) => type === 'TurnEnriched')!
  expect(enriched.data.enrichment).toMatchObject({ language: 'en' })
  expect(JSON.stringify(events)).not.toMatch(/vector"/i)
})

it('several who watch turns at the same time each get theirs', async () => {
  const running = await open({}, { firstTokenMs: 100 })
  const turns = await Promise.all([1, 2, 3].map(() => begin(running)))
  const lives = await Promise.all([...turns, turns[0]!].map(turnId => eventsOf(running, turnId)))
  for (const [i, { events, last }] of lives.entries()) {
    expect(events.every(({ id }) => id.startsWith(turns[i % 3]!))).toBe(true)
    expect(events.at(0)!.type).toBe('TurnReceived')
    expect(last.data).toBe('{"reason":"complete"}')
  }
})

it('a stream ends at its time limit, and when the server drains', async () => {
  const slow = await open({ streams: { limitMs: 50 } }, { firstTokenMs: 400 })
  const turnId = await begin(slow)
  expect((await eventsOf(slow, turnId)).last.data).toBe('{"reason":"time_limit"}')
  const other = await openSystem({ firstTokenMs: 1_000 })
  const life = eventsOf(other, await begin(other))
  await expect.poll(() => other.stub.calls().length).toBe(1)
  const closed = other.close()
  expect((await life).last.data).toBe('{"reason":"draining"}')
  await closed
})

it('an unknown turn is refused in the usual shape', async () => {
  const response = await (await open()).get('/v1/turns/t_none/events')
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ error: { code: 'UNKNOWN_TURN', details: { turn_id: 't_none' } } })
})

it('policy changes are listed newest first, as many as asked for', async () => {
  const { post, get } = await open()
  expect(await (await get('/v1/policies')).json()).toEqual({ epoch: -1, policies: [] })
  for (const version of ['v1', 'v2', 'v3'])
    await post('/v1/policies', {
      scene: 'returns',
      match: { keywords: ['x'] },
      reason: `because of ${version}`,
      version,
    })
  const list = await (await get('/v1/policies?limit=2')).json()
  expect(list).toMatchObject({
    epoch: 2,
    policies: [
      { version: 'v3', epoch: 2, scene: 'returns', reason: 'because of v3', match: { keywords: ['x'] }, by: 'api' },
      { version: 'v2', epoch: 1 },
    ],
  })
  expect((await get('/v1/policies?limit=none')).status).toBe(400)
})
