import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExperimentResult, ShownExperiment } from '../../infra/experiments/shape.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { idOf } from '../../processors/event.ts'
import { openSystem, type System } from './system.ts'

let on: System
/** System prompts that models were sent, by the customer's message. */
const prompts = new Map<string, string>()
beforeAll(async () => {
  on = await openSystem({
    answer: messages => {
      const { content } = messages.at(-1)!
      prompts.set(content, messages[0]!.content)
      return `Answer to: ${content}`
    },
  })
})
afterAll(() => on.close())

type Answer = { turn_id: string; cached: string | null; message: string }
const ask = async (message: string, conversation_id?: string): Promise<Answer> =>
  (await (await on.post('/v1/chat', { message, conversation_id })).json()) as Answer
const start = async (body: object) => {
  const response = await on.post('/v1/experiments', { by: 'ann', ...body })
  const answer = (await response.json()) as ShownExperiment & { error?: { code: string; message: string } }
  return { status: response.status, ...answer }
}
const stop = async (name: string, body: object = {}) => {
  const response = await on.post(`/v1/experiments/${name}/stop`, { by: 'bob', ...body })
  const answer = (await response.json()) as ShownExperiment & { error?: { code: string; message: string } }
  return { status: response.status, ...answer }
}
const show = async (name: string): Promise<ExperimentResult> =>
  (await (await on.get(`/v1/experiments/${name}`)).json()) as ExperimentResult
const exposureOf = (turnId: string) => on.turnstream.facts.find('TurnExposed', idOf.exposed(turnId))?.data ?? null
const armOf = async (turnId: string): Promise<string | null> => {
  await on.turnstream.settled()
  return exposureOf(turnId)?.arm ?? null
}
const things = [
  'soap',
  'sand',
  'wool',
  'wax',
  'chalk',
  'glue',
  'oil',
  'salt',
  'wood',
  'felt',
  'clay',
  'silk',
  'cork',
  'ash',
]
/** A turn of a conversation of its own for each arm, that asks what nobody has asked. */
const oneIn = async (arm: string, what: string): Promise<{ conversation: string; answer: Answer }> => {
  for (let n = 0; n < things.length; n++) {
    const conversation = `${what}-${n}`
    const answer = await ask(`How do I ${what} with ${things[n]}?`, conversation)
    if ((await armOf(answer.turn_id)) === arm) return { conversation, answer }
  }
  throw new Error(`no conversation came into ${arm}`)
}

describe('an experiment', () => {
  it('begins when it is answered for, and is listed', async () => {
    const before = await ask('Where is the parcel?')
    expect(await armOf(before.turn_id)).toBeNull()
    const started = await start({
      name: 'tone',
      arms: [{ name: 'short', set: ['compress.systemPrompt=Answer in one sentence.', 'compress.passages=0'] }],
      guards: [],
      reason: 'shorter may do',
    })
    expect(started).toMatchObject({
      ...{ status: 200, name: 'tone', state: 'running', share: 1, by: 'ann', reason: 'shorter may do', stopped: null },
      arms: [
        { name: 'control', set: [], stopped: null },
        {
          name: 'short',
          set: ['compress.systemPrompt="Answer in one sentence."', 'compress.passages=0'],
          stopped: null,
        },
      ],
    })
    expect(await (await on.get('/v1/experiments')).json()).toMatchObject({ experiments: [{ name: 'tone' }] })
  })

  it('treats conversations as their arms say, and each arm has entries of its own', async () => {
    const short = await oneIn('short', 'fold a tent')
    const control = await oneIn('control', 'wash a kite')
    const promptOf = ({ answer }: typeof short): string => prompts.get(answer.message.slice('Answer to: '.length))!
    expect(promptOf(short)).toContain('Answer in one sentence.')
    expect(promptOf(control)).not.toContain('Answer in one sentence.')

    // Nobody outside the arm is served what it has learned; who comes into it later is.
    const question = short.answer.message.slice('Answer to: '.length)
    const cachedIn = new Map<string, Set<string | null>>()
    for (let n = 0; n < 12; n++) {
      const { turn_id, cached } = await ask(question)
      const arm = (await armOf(turn_id))!
      cachedIn.set(arm, (cachedIn.get(arm) ?? new Set()).add(cached))
    }
    expect(cachedIn.get('short')).toEqual(new Set(['exact']))
    expect([...cachedIn.get('control')!][0]).toBeNull()
    const explained = await (await on.get(`/v1/explain/${short.answer.turn_id}`)).json()
    expect(explained).toMatchObject({ experiment: { name: 'tone', arm: 'short' } })
  })

  it('is counted from the log', async () => {
    const { results } = await show('tone')
    expect(results.map(({ arm }) => arm)).toEqual(['control', 'short'])
    const marked = await oneIn('short', 'pitch a yurt')
    await on.post('/v1/feedback', { turn_id: marked.answer.turn_id, helpful: false })
    await on.turnstream.settled()
    const [control, short] = (await show('tone')).results
    expect(control!.turns + short!.turns).toBeGreaterThan(results[0]!.turns + results[1]!.turns)
    expect(short!.figures.find(({ metric }) => metric === 'unhelpful')!.mean).toBeCloseTo(1 / short!.turns, 10)
    expect(short!.figures.every(({ interval }) => interval === null)).toBe(true)
    expect(control!.figures.every(({ difference }) => difference === null)).toBe(true)
  })

  it('ends when it is stopped, by arm or whole, and stays so', async () => {
    const member = await oneIn('short', 'air a room')
    expect(await stop('tone', { arm: 'short', reason: 'too short' })).toMatchObject({
      ...{ status: 200, state: 'running' },
      arms: [
        { name: 'control', stopped: null },
        { name: 'short', stopped: { by: 'bob', reason: 'too short' } },
      ],
    })
    expect(await armOf((await ask('And then?', member.conversation)).turn_id)).toBeNull()
    await oneIn('control', 'wax a ski')
    const over = await stop('tone')
    expect(over).toMatchObject({ state: 'stopped', stopped: { by: 'bob', reason: null } })
    expect(await stop('tone', { by: 'cy' })).toEqual(over)
    expect(await armOf((await ask('Where is the third parcel?')).turn_id)).toBeNull()
  })

  it('loses an arm that customers like less, and its conversations are served as all others', {
    timeout: 60_000,
  }, async () => {
    const arms = [
      { name: 'rude', set: ['compress.systemPrompt=Be rude.'] },
      { name: 'brief', set: ['cache.ttlMs=60000'] },
    ]
    await start({ name: 'manners', arms })
    const turns: string[] = []
    for (let n = 0; n < 240; n += 10) {
      const asked = Array.from({ length: 10 }, (_, at) => ask(`What is item ${n + at} made of?`, `p-${n + at}`))
      turns.push(...(await Promise.all(asked)).map(({ turn_id }) => turn_id))
    }
    await on.turnstream.settled()
    // One of eight is not helped anywhere, and every second of those whom the arm answers.
    for (const [n, turn_id] of turns.entries())
      if (n % 8 === 0 || (n % 2 === 0 && exposureOf(turn_id)!.arm === 'rude'))
        await on.post('/v1/feedback', { turn_id, helpful: false })
    await expect
      .poll(async () => (await show('manners')).arms.map(({ name, stopped }) => [name, stopped?.by ?? null]))
      .toEqual([
        ['control', null],
        ['rude', 'guard-arms'],
        ['brief', null],
      ])
    const shown = await show('manners')
    expect(shown.arms[1]!.stopped!.reason).toMatch(
      /^unhelpful: .* points worse than control, at least .* 2\.0 points are allowed$/,
    )
    const [, rude] = shown.results
    expect(rude!.conversations).toBeGreaterThan(50)
    const { difference, interval, anytime } = rude!.figures.find(({ metric }) => metric === 'unhelpful')!
    expect(difference).toBeGreaterThan(0.2)
    expect(anytime![0]).toBeGreaterThan(0.02)
    expect(interval![0]).toBeGreaterThan(anytime![0]!)
    const n = turns.findIndex(turnId => exposureOf(turnId)!.arm === 'rude')
    expect(await armOf((await ask('What is item 999 made of?', `p-${n}`)).turn_id)).toBeNull()
    expect(prompts.get('What is item 999 made of?')).not.toContain('Be rude.')
    await stop('manners')
  })

  it('replays: every decision is decided again as it was, under the arm of its conversation', async () => {
    await on.turnstream.settled()
    const verified = await verifyLog({ log: on.turnstream.log, recordedWhole: true })
    expect(verified.first).toEqual([])
    expect(verified).toMatchObject({ identical: true, undecodable: 0, dead: 0 })
    expect(verified.byProcessor['guard-arms']!.events).toBe(1)
  })
})

describe('is refused', () => {
  const arm = (...set: string[]) => ({ name: 'x', arms: [{ name: 'b', set }] })
  it.each([
    [arm('cache.treshold=0.9'), 'arm b: cache.treshold cannot differ between arms; these can: cache.threshold, '],
    [arm('cache.threshold=7'), 'arm b: cache.threshold: '],
    [arm('pools.first.model=gpt-5'), 'arm b: pools.first.model cannot differ between arms'],
    [arm('cache.threshold'), 'arm b: --set cache.threshold: must be path.to.option=value'],
    [arm('route.router=learned'), 'arm b: route.router can be features, which are loaded here'],
    [arm(), 'arm b: nothing is otherwise in it'],
    [{ name: 'x', arms: [{ name: 'control', set: ['cache.ttlMs=1'] }] }, 'arms: control is there anyway'],
    [{ name: 'x', arms: [1, 2].map(() => ({ name: 'b', set: ['cache.ttlMs=1'] })) }, 'arms: b is named twice'],
    [{ name: 'x' }, 'arms: is missing; it must be a list of arms, each with a name and what it sets'],
    [{ name: 'x', arms: [] }, 'arms: must hold at least one arm beside control'],
    [{ ...arm('cache.ttlMs=1'), name: 'A b' }, 'name: must be 1 to 64 lower-case letters'],
    [{ ...arm('cache.ttlMs=1'), share: 0 }, 'share: must be above 0'],
    [{ ...arm('cache.ttlMs=1'), guards: [{ metric: 'mood', worse_by: 1 }] }, 'guards[0].metric: must be failed, '],
  ])('%j', async (body, message) => {
    const { status, error } = await start(body)
    expect([status, error!.code, error!.message]).toEqual([400, 'BAD_REQUEST', expect.stringContaining(message)])
  })
  it('where the name was used before, or there is none', async () => {
    expect(await start({ ...arm('cache.ttlMs=1'), name: 'tone' })).toMatchObject({
      status: 409,
      error: { code: 'CONFLICT' },
    })
    expect(await stop('nothing')).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
    expect(await stop('tone', { arm: 'long' })).toMatchObject({
      status: 404,
      error: { message: 'tone has no arm long; it has control, short' },
    })
    expect((await on.get('/v1/experiments/nothing')).status).toBe(404)
  })
})
