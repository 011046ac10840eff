import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { DomainEvent } from '../event.ts'
import { policyInForceOf } from '../fixtures.ts'
import { infer } from './decide.ts'
import {
  completed,
  factsOf,
  failed,
  offer,
  offering,
  prompt,
  receivedAtMs,
  requested,
  resolved,
  route,
  usage,
  views,
} from './infer.fixtures.ts'
import { apology } from './library.ts'

/** What is decided on the last event, given the journal and facts before it. */
const given = (...history: DomainEvent[]) => ({
  when: async (input: DomainEvent, over = views): Promise<readonly DomainEvent[]> => {
    const facts = factsOf(prompt(), ...history)
    const journal = history.filter(event => infer.journal.includes(event.type))
    const state = journal.reduce(infer.evolve, infer.initialState())
    const gathered = await infer.gather(input, facts, over, new AbortController().signal)
    const outputs = infer.decide(state, input, gathered, over)
    expect(infer.decide(state, input, infer.recall(outputs, input, facts, over), over)).toEqual(outputs)
    return outputs
  },
})

const one = <T extends DomainEvent['type']>(type: T, outputs: readonly DomainEvent[]): DomainEvent<T>['data'] => {
  expect(outputs.map(output => output.type)).toEqual([type])
  return outputs[0]!.data as DomainEvent<T>['data']
}

const faqCall = { pool: 'faq', model: 'faq-library', remaining: [] }
const faqAnswer = { pool: 'faq', model: 'faq-library', usage: usage(0, 0), sources: ['faq-7'] }

describe('a route', () => {
  it('becomes a call to its first pool, caused by it and named after its turn', async () => {
    const outputs = await given().when(route())
    expect(outputs).toMatchObject([
      {
        id: 't1.call.1.requested',
        key: 't1-talk',
        subject: 't1',
        source: 'infer',
        cause: 't1.route',
        timeMs: receivedAtMs + 6,
      },
    ])
    expect(one('InferenceRequested', outputs)).toEqual(requested(1).data)
  })

  it.each([
    ['the FAQ library is appended', { pools: ['small', 'large'] }, 'small', ['large', 'faq']],
    ['it is not appended twice', { pools: ['small', 'faq'] }, 'small', ['faq']],
    ['nor beside a configured one', { pools: ['small', 'help'] }, 'small', ['help']],
    ['it is alone where there is no pool', { pools: [] }, 'faq', []],
    ['a pool that is no longer configured is passed over', { pools: ['gone', 'large'] }, 'large', ['faq']],
  ])('names the pools in order: %s', async (_what, over, pool, remaining) => {
    expect(one('InferenceRequested', await given().when(route(over)))).toMatchObject({ pool, remaining })
  })

  it('passes over a pool that may not see the turn by now', async () => {
    const { configuration } = views
    const elsewhere: typeof views = {
      ...views,
      configuration: {
        ...configuration,
        route: { ...configuration.route, residency: { shop: ['eu'] } },
        pools: { ...configuration.pools, large: { ...configuration.pools.large!, region: 'eu-west-1' } },
      },
    }
    const outputs = await given().when(route({ pools: ['small', 'large'] }), elsewhere)
    expect(one('InferenceRequested', outputs)).toMatchObject({ pool: 'large', remaining: ['faq'] })
  })

  it.each([
    ['of the pool', null, ['small'], 'mini'],
    ['that is pinned', 'maxi-pro', ['large'], 'maxi-pro'],
    ['of the pool where it does not serve the pinned one', 'maxi-pro', ['small'], 'mini'],
    ['of the library', 'maxi-pro', ['faq'], 'faq-library'],
  ])('calls the model %s', async (_which, model, pools, expected) => {
    expect(one('InferenceRequested', await given().when(route({ model, pools }))).model).toBe(expected)
  })

  it('takes time limit and flight from pool and route; the library joins no flight', async () => {
    expect(one('InferenceRequested', await given().when(route({ pools: ['large'] })))).toMatchObject({
      timeoutMs: 2_000,
      flightKey: 'flight',
    })
    expect(one('InferenceRequested', await given().when(route({ pools: [] })))).toMatchObject({ flightKey: null })
  })

  it('that comes again while a call is outstanding decides nothing', async () => {
    expect(await given(route(), requested(1)).when(route())).toEqual([])
  })
})

describe('a completed call', () => {
  it('becomes the one answer of its turn', async () => {
    const outputs = await given(route(), requested(1)).when(completed(1))
    expect(outputs).toMatchObject([
      { id: 't1.answered', key: 't1-talk', cause: 't1.call.1.completed', timeMs: receivedAtMs + 400 },
    ])
    expect(one('TurnAnswered', outputs)).toEqual({
      turnId: 't1',
      tenant: 'shop',
      conversationId: 't1-talk',
      solo: false,
      source: 'model',
      text: 'Thirty days.',
      answerHash: '04fcffcf94d78e68c40c4a7e806b6e8d2bcd5cfdcfb0b1a7da502b7935cdbf39',
      entryId: null,
      similarity: null,
      callId: 't1.call.1',
      promptId: 't1.prompt',
      model: 'mini',
      pool: 'small',
      tier: 'small',
      sources: ['returns-1'],
      usage: usage(1_000, 100),
      costPicoUsd: 1_000 * 100_000 + 100 * 400_000,
      reusedUsage: null,
      finishReason: 'stop',
      toolCalls: null,
      reasoning: null,
      degraded: null,
      learnable: true,
      calls: 1,
      scene: 'returns',
      message: 'How long may I keep it?',
      receivedAtMs,
      latencyMs: 400,
      views: { policyEpoch: 3, controlVersion: 5 },
      choice: null,
    })
  })

  it.each([
    ['a whole answer', {}, true],
    ['one cut at the token limit', { finishReason: 'length' }, false],
    ['one that was filtered', { finishReason: 'content_filter' }, false],
    ['a tool call', { finishReason: 'tool_calls', toolCalls: '[]' }, false],
    ['a tool call that says stop', { toolCalls: '[]' }, false],
    ['white space', { text: ' \n' }, false],
  ])('may be learned from or not: %s', async (_what, over, learnable) => {
    expect(one('TurnAnswered', await given(route(), requested(1)).when(completed(1, over))).learnable).toBe(learnable)
  })

  it.each([
    ['where there was no model', ['faq'], 'no_upstream', true],
    ['where the models failed', ['small', 'faq'], 'failover', false],
  ])('of the FAQ library is marked: %s', async (_where, pools, degraded, learnable) => {
    const outputs = await given(route({ pools }), requested(1, faqCall)).when(completed(1, faqAnswer))
    expect(one('TurnAnswered', outputs)).toMatchObject({
      source: 'faq',
      degraded,
      learnable,
      calls: 0,
      costPicoUsd: 0,
      sources: ['faq-7'],
    })
  })

  it('of a library without a fitting article is an apology, never learned', async () => {
    const outputs = await given(route({ pools: [] }), requested(1, faqCall)).when(
      completed(1, { ...faqAnswer, model: 'none', text: apology, sources: [] }),
    )
    expect(one('TurnAnswered', outputs)).toMatchObject({
      source: 'apology',
      model: 'none',
      degraded: 'no_upstream',
      learnable: false,
      text: apology,
    })
  })

  it('is billed together with the failed calls before it, each at its own price', async () => {
    const first = failed(1, { usage: usage(1_000, 10), partialText: 'Thir' })
    const second = requested(2, { pool: 'large', model: 'maxi', remaining: ['faq'] })
    const outputs = await given(route(), requested(1), first, second).when(
      completed(2, { pool: 'large', model: 'maxi', usage: usage(1_000, 50, 500) }),
    )
    expect(one('TurnAnswered', outputs)).toMatchObject({
      callId: 't1.call.2',
      usage: usage(2_000, 60, 500),
      costPicoUsd: 1_000 * 100_000 + 10 * 400_000 + 500 * 2_000_000 + 500 * 500_000 + 50 * 8_000_000,
      calls: 2,
      degraded: null,
    })
  })

  it('is priced by the name it was asked by where the price list lacks the name it answers to', async () => {
    const outputs = await given(route(), requested(1)).when(completed(1, { model: 'mini-2026-02-11' }))
    expect(one('TurnAnswered', outputs)).toMatchObject({
      model: 'mini-2026-02-11',
      costPicoUsd: 1_000 * 100_000 + 100 * 400_000,
    })
  })

  it('costs nothing where no price is known', async () => {
    const outputs = await given(route(), requested(1, { model: 'odd' })).when(completed(1, { model: 'odd' }))
    expect(one('TurnAnswered', outputs).costPicoUsd).toBe(0)
  })

  it('that joined another made no call of its own', async () => {
    const outputs = await given(route(), requested(1)).when(completed(1, { joined: 't0.call.1', usage: usage(0, 0) }))
    expect(one('TurnAnswered', outputs)).toMatchObject({ source: 'model', calls: 0, costPicoUsd: 0, learnable: true })
  })
})

describe('a failed call', () => {
  it('is followed by a call to the next pool', async () => {
    const outputs = await given(route(), requested(1)).when(failed(1))
    expect(one('InferenceRequested', outputs)).toMatchObject({
      callId: 't1.call.2',
      attempt: 2,
      pool: 'large',
      model: 'maxi',
      remaining: ['faq'],
      timeoutMs: 2_000,
    })
  })

  it('of the last pool is followed by the FAQ library', async () => {
    const second = requested(2, { pool: 'large', model: 'maxi', remaining: ['faq'] })
    const outputs = await given(route(), requested(1), failed(1), second).when(
      failed(2, { pool: 'large', model: 'maxi' }),
    )
    expect(one('InferenceRequested', outputs)).toMatchObject({
      attempt: 3,
      pool: 'faq',
      remaining: [],
      flightKey: null,
    })
  })

  it('of the FAQ library itself still ends in an answer', async () => {
    const outputs = await given(route({ pools: [] }), requested(1, faqCall)).when(
      failed(1, { ...faqAnswer, code: 'INTERNAL' }),
    )
    expect(one('TurnAnswered', outputs)).toMatchObject({
      source: 'apology',
      text: apology,
      model: 'none',
      learnable: false,
      calls: 0,
    })
  })

  it('whose client has left ends the turn, and what it cost is billed', async () => {
    const outputs = await given(route(), requested(1)).when(
      failed(1, { code: 'CLIENT_CLOSED', partialText: 'Thirty', usage: usage(1_000, 1) }),
    )
    expect(one('TurnAnswered', outputs)).toMatchObject({
      source: 'apology',
      text: '',
      finishReason: 'cancelled',
      learnable: false,
      degraded: null,
      usage: usage(1_000, 1),
      costPicoUsd: 1_000 * 100_000 + 400_000,
    })
  })
})

describe('what comes back for a call that is not outstanding decides nothing', () => {
  const second = requested(2, { pool: 'large', model: 'maxi', remaining: ['faq'] })
  const answered = async () => (await given(route(), requested(1)).when(completed(1)))[0]!

  it.each([
    ['a completion that comes after the failure', completed(1)],
    ['a failure that comes twice', failed(1)],
  ])('%s', async (_what, late) => {
    expect(await given(route(), requested(1), failed(1), second).when(late)).toEqual([])
  })

  it.each([
    ['a completion of an answered turn', completed(1)],
    ['a failure of an answered turn', failed(1)],
  ])('%s', async (_what, late) => {
    expect(await given(route(), requested(1), await answered()).when(late)).toEqual([])
  })
})

it('keeps no state for an answered turn', async () => {
  const journal = [requested(1), ...(await given(route(), requested(1)).when(completed(1)))]
  expect(journal.reduce(infer.evolve, infer.initialState())).toBeNull()
})

describe('a call with offers', () => {
  const offered = prompt('t1', offering)
  const chosen = completed(1, { text: '[[answer 1]]', chosen: offer.entryId, sources: offer.sources })
  const asked = (input: DomainEvent, over = views, entry = resolved()) =>
    given(offered, entry, route(), requested(1, { offers: true })).when(input, over)
  const change = policyInForceOf({ keywords: ['thirty days'], epoch: 3, sinceMs: receivedAtMs + 100 })

  it.each([
    ['openai', null, true],
    ['azure', null, true],
    ['bedrock', null, true],
    ['ollama', null, false],
    ['openai', false, false],
    ['ollama', true, true],
  ] as const)('takes them along where its pool of kind %s says %s: %s', async (kind, canonical, offers) => {
    const pools = { ...views.configuration.pools, small: { ...views.configuration.pools.small!, kind, canonical } }
    const over = { ...views, configuration: { ...views.configuration, pools } }
    expect(one('InferenceRequested', await given(offered).when(route(), over)).offers).toBe(offers)
    expect(one('InferenceRequested', await given().when(route(), over)).offers).toBe(false)
  })

  it('to the FAQ library takes them along', async () => {
    for (const pool of ['faq', 'help'])
      expect(one('InferenceRequested', await given(offered).when(route({ pools: [pool] }))).offers).toBe(true)
  })

  it('that fails is followed by one with offers', async () => {
    expect(one('InferenceRequested', await asked(failed(1)))).toMatchObject({ pool: 'large', offers: true })
  })

  it('that chooses one is answered with it, and says so', async () => {
    expect(one('TurnAnswered', await asked(chosen))).toMatchObject({
      source: 'model',
      text: offer.text,
      answerHash: hash('sha256', offer.text),
      entryId: null,
      sources: ['returns-9'],
      learnable: true,
      choice: { offered: 1, tokens: 70, entryId: offer.entryId },
    })
  })

  it('that chooses none is answered as written, without labels', async () => {
    expect(one('TurnAnswered', await asked(completed(1, { text: '[[answer 1]] Forty days.' })))).toMatchObject({
      text: 'Forty days.',
      choice: { offered: 1, tokens: 70, entryId: null },
    })
  })

  it('that joined another one has added nothing to what was sent', async () => {
    const joined = { ...chosen, data: { ...chosen.data, joined: 't0.call.1', usage: usage(0, 0) } }
    expect(one('TurnAnswered', await asked(joined)).choice).toEqual({ offered: 1, tokens: 0, entryId: offer.entryId })
  })

  it.each([
    ['a policy change has claimed since', chosen, { ...views, policies: [change] }, resolved({ keywords: '' })],
    ['has expired since', chosen, views, resolved({ expiresAtMs: receivedAtMs + 400 })],
    ['has left the caches since', completed(1, { text: '[[answer 1]]' }), views, resolved()],
    ['was not offered', completed(1, { text: '[[answer 2]]' }), views, resolved()],
  ])(
    'that chooses an answer which %s is made again by the same pool, without offers',
    async (_what, input, over, entry) => {
      expect(one('InferenceRequested', await asked(input, over, entry))).toMatchObject({
        attempt: 2,
        pool: 'small',
        remaining: ['large', 'faq'],
        offers: false,
      })
    },
  )

  it('once made again is answered with whatever comes, and both calls are paid', async () => {
    const history = [offered, resolved(), route(), requested(1, { offers: true }), chosen, requested(2)] as const
    expect(one('TurnAnswered', await given(...history).when(completed(2, { text: '[[answer 1]]' })))).toMatchObject({
      text: '[[answer 1]]',
      usage: usage(2_000, 200),
      costPicoUsd: 2 * (1_000 * 100_000 + 100 * 400_000),
      calls: 2,
      choice: { offered: 1, tokens: 70, entryId: null },
    })
    expect(one('InferenceRequested', await given(...history).when(failed(2)))).toMatchObject({
      pool: 'large',
      offers: false,
    })
  })
})

describe('a failed call that has been granted a retry', () => {
  const last = requested(1, { remaining: ['faq'] })
  const granted = failed(1, { againAtMs: receivedAtMs + 450, retryPool: 'small' })

  it('is followed by a call to its pool, not before its time, with what is left of the time limit', async () => {
    const outputs = await given(route(), last).when(granted)
    expect(one('InferenceRequested', outputs)).toMatchObject({
      ...{ callId: 't1.call.2', attempt: 2, pool: 'small', model: 'mini', remaining: ['faq'] },
      ...{ notBeforeMs: receivedAtMs + 450, timeoutMs: 560 },
    })
  })

  it('is followed by the FAQ library where its pool has left the configuration', async () => {
    const { small: _, ...pools } = views.configuration.pools
    const without = { ...views, configuration: { ...views.configuration, pools } }
    const outputs = await given(route(), last).when(granted, without)
    expect(one('InferenceRequested', outputs)).toMatchObject({ pool: 'faq', notBeforeMs: null, timeoutMs: 1_000 })
  })

  it('is billed with the retry, which is a call of its own', async () => {
    const spent = failed(1, { ...granted.data, usage: usage(1_000, 0) })
    const retry = requested(2, { remaining: ['faq'], notBeforeMs: receivedAtMs + 450, timeoutMs: 560 })
    const outputs = await given(route(), last, spent, retry).when(completed(2))
    expect(one('TurnAnswered', outputs)).toMatchObject({
      ...{ source: 'model', degraded: null, calls: 2, usage: usage(2_000, 100) },
    })
  })

  it('is answered by the FAQ library where the retry fails too', async () => {
    const retry = requested(2, { remaining: ['faq'], notBeforeMs: receivedAtMs + 450 })
    const outputs = await given(route(), last, granted, retry).when(failed(2, { againAtMs: receivedAtMs + 900 }))
    expect(one('InferenceRequested', outputs)).toMatchObject({ pool: 'faq', attempt: 3, notBeforeMs: null })
  })
})
