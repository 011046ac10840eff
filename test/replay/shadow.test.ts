import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, plainAsk } from '../../infra/gateway/intake.ts'
import { openHelpCentre } from '../../infra/help-centre/open.ts'
import { openLogBeside } from '../../infra/log/in-use.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { createFacts } from '../../infra/runtime/facts.ts'
import { openTurnstream, type Turnstream } from '../../infra/runtime/turnstream.ts'
import { readHabits } from '../../infra/shadow/habits.ts'
import { readLag } from '../../infra/shadow/lag.ts'
import { runShadow, type Shadow, type ShadowOptions } from '../../infra/shadow/run.ts'
import { createOutcomes } from '../../infra/whatif/outcomes.ts'
import { recordedOutcomes } from '../../infra/whatif/runs.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import { policyOf } from '../../processors/fixtures.ts'
import { configuration, modelsOf, wordEmbedding } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const { signal } = new AbortController()
const price = (model: string, output: string) => ({
  ...{ model, valid_from: '2026-01-01', input: '0.1', cached_input: '0.01', output },
})

let root: string
let log: Awaited<ReturnType<typeof openLogBeside>>
/** After the first turns, before the policy change. */
let between: number
/** While a call is under way. */
let amid: number
let calls = 0
const ids: Record<string, string> = {}

const slow = 'How long may a slow answer take?'
const failing = 'Which question does the first model fail?'

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'turnstream-shadow-test-'))
  const pools = {
    small: { kind: 'openai', tier: 'small', model: 'demo-small' },
    other: { kind: 'openai', tier: 'small', model: 'demo-other' },
  }
  const prices = [price('demo-small', '0.4'), price('demo-other', '0.8')]
  const models = modelsOf(async ({ messages, model }) => {
    calls++
    const asked = messages.at(-1)!.content
    if (asked === slow) await sleep(300)
    if (asked === failing && model === 'demo-small')
      throw turnstreamError('MODEL_UNREACHABLE', 'gone', {
        details: {
          ...{ partialText: null, durationMs: 1, againMs: null },
          usage: { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false },
        },
      })
    return `answer to: ${asked}`
  })
  const system: Turnstream = await openTurnstream({
    configuration: configurationSchema.parse({ ...configuration, pools, prices, cache: { delayWindowMs: 0 } }),
    ...{ dataDir: join(root, 'data'), logger, models, embedding: wordEmbedding, env: {} },
  })
  const ask = async (name: string, message: string, more: Partial<Ask> = {}): Promise<void> => {
    const { turnId } = await system.intake.ask({ ...plainAsk(message), userId: 'ann', ...more }, signal)
    ids[name] = turnId
    await system.settled()
  }
  const pauses = () => sleep(5)
  await ask('miss', 'How do I clean a rug?')
  await ask('failover', failing)
  await ask('first', 'Do you sell lamps for desks?', { conversationId: 'c' })
  await pauses()
  between = Date.now()
  await pauses()
  await ask('hit', 'How do I clean a rug?')
  await system.giveFeedback({
    ...{ turnId: ids.hit!, tenant: 'default', helpful: false, rating: null, comment: null, by: 'ann' },
  })
  await system.settled()
  await system.changePolicy(policyOf({ version: 'v1', keywords: ['sofa'] }))
  await ask('second', 'And for tables?', { conversationId: 'c' })
  const under = ask('slow', slow)
  await sleep(100)
  amid = Date.now()
  await under
  await system.startExperiment({
    ...{ name: 'tone', share: 1, guards: [], by: 'ann', reason: null },
    arms: [{ name: 'short', set: ['compress.systemPrompt=Answer in one sentence.'] }],
  })
  for (const name of ['tried', 'triedToo', 'triedThen'])
    await ask(name, 'How do I wash a kite?', { conversationId: name })
  await system.stopExperiment('tone', null, { by: 'ann', reason: null })
  await ask('repeat', 'Do you sell lamps for desks?')
  await system.drain(1_000)
  log = await openLogBeside(
    { dataDir: join(root, 'data'), kafka: configurationSchema.parse({}).kafka, env: {} },
    'index',
  )
}, 60_000)
afterAll(async () => {
  await log?.close()
  rmSync(root, { recursive: true, force: true })
})

let runs = 0
const shadowOf = async (options: Partial<ShadowOptions> = {}) => {
  const facts = createFacts(log)
  const outcomes = createOutcomes()
  const events: DomainEvent[] = []
  const dir = join(root, `shadow-${runs++}`)
  const shadow: Shadow = await runShadow({
    ...{ source: log, dir, fromMs: 0, toMs: Number.POSITIVE_INFINITY },
    ...{
      set: [],
      cold: false,
      embedding: wordEmbedding,
      helpCentre: await openHelpCentre({ embedding: wordEmbedding }),
    },
    ...{ habits: await readHabits(log, facts), lagMs: await readLag(log), signal },
    onEvent: (event, basisOf) => {
      events.push(event)
      outcomes.see(event, basisOf)
    },
    ...options,
  })
  await shadow.close()
  const of = (name: string) => outcomes.byTurn.get(ids[name]!)
  return { ...shadow, dir, outcomes, events, of }
}

describe('a shadow', () => {
  it('has conversations in the arms in which they were, each with a cache of its own', async () => {
    const tried = ['tried', 'triedToo', 'triedThen']
    const facts = createFacts(log)
    const then = tried.map(name => facts.event('TurnExposed', idOf.exposed(ids[name]!)).data.arm)
    expect(new Set(then)).toEqual(new Set(['control', 'short']))
    const { events, of } = await shadowOf()
    const exposed = events.flatMap(event => (event.type === 'TurnExposed' ? [event.data] : []))
    expect(exposed.map(({ arm }) => arm)).toEqual(then)
    // Of three turns that ask the same in two arms the one that has company is a hit.
    expect(tried.map(name => of(name)!.source).filter(source => source === 'exact')).toHaveLength(1)
  })

  it('under the recorded configuration every turn comes to what was recorded, for the same money, and no model is asked', async () => {
    const before = calls
    const recorded = await recordedOutcomes(log, 0, Number.POSITIVE_INFINITY)
    const { outcomes, dead, unsaid } = await shadowOf()
    expect(calls).toBe(before)
    expect({ dead, unsaid }).toEqual({ dead: {}, unsaid: 0 })
    expect(outcomes.byTurn.size).toBe(Object.keys(ids).length)
    for (const [name, id] of Object.entries(ids)) {
      const { basis, latencyMs: _theirs, ...again } = outcomes.byTurn.get(id)!
      const { basis: _none, latencyMs: _then, ...then } = recorded.byTurn.get(id)!
      expect({ name, ...again }).toEqual({ name, ...then })
      expect(basis === null || basis === 'recorded').toBe(true)
    }
  })

  it('comes to the same, event by event, whenever it is run', async () => {
    const set = ['cache.agreement=0', 'cache.ttlMs=1000']
    const [one, other] = [await shadowOf({ set }), await shadowOf({ set })]
    expect(one.events.length).toBeGreaterThan(50)
    expect(JSON.stringify(one.events)).toBe(JSON.stringify(other.events))
  })

  it('leaves a log of which every decision can be made again from it alone', async () => {
    const { dir } = await shadowOf({ set: ['cache.agreement=0'] })
    const written = await openLmdbLog({ dir: join(dir, 'log'), readOnly: true })
    const verified = await verifyLog({ log: written, recordedWhole: true })
    await written.close()
    expect(verified.first).toEqual([])
    expect(verified).toMatchObject({ identical: true, turns: Object.keys(ids).length, dead: 0 })
  })

  it('decides by the failure of a call as it was recorded', async () => {
    const { of, events } = await shadowOf()
    expect(of('failover')).toMatchObject({ model: 'demo-other', calls: 2, basis: 'recorded' })
    expect(events.filter(({ type }) => type === 'InferenceFailed')).toHaveLength(1)
  })

  it('from an instant on finds what had been learnt by then, and with nothing has to ask', async () => {
    expect((await shadowOf({ fromMs: between })).of('hit')).toMatchObject({ layer: 'exact', costPicoUsd: 0 })
    const { of } = await shadowOf({ fromMs: between, cold: true })
    expect(of('hit')).toMatchObject({ layer: 'none', model: 'demo-small', basis: 'stood in' })
    expect(of('hit')!.costPicoUsd).toBeGreaterThan(0)
    expect(of('miss')).toBeUndefined()
  })

  it('goes on with a conversation, and with a call that is under way where it begins', async () => {
    const { of, events } = await shadowOf({ fromMs: between })
    const prompt = events.find(({ id }) => id === idOf.prompt(ids.second!)) as DomainEvent<'PromptBuilt'>
    expect(prompt.data.messages.map(({ content }) => content)).toContain('Do you sell lamps for desks?')
    expect(of('second')).toMatchObject({ basis: 'recorded' })
    const late = await shadowOf({ fromMs: amid })
    expect(late.of('slow')).toMatchObject({ answer: (await shadowOf()).of('slow')!.answer })
    expect(late.of('repeat')).toBeDefined()
  })

  it('ends where the range ends', async () => {
    const { outcomes } = await shadowOf({ toMs: between })
    expect([...outcomes.byTurn.keys()].sort()).toEqual([ids.miss, ids.failover, ids.first].sort())
  })

  it('decides by what is set otherwise: a route that was never taken is stood in for, at the price of its model', async () => {
    const pools = { other: { kind: 'openai', tier: 'small', model: 'demo-other' } }
    const { of, events } = await shadowOf({ set: [`pools=${JSON.stringify(pools)}`] })
    expect(of('miss')).toMatchObject({ model: 'demo-other', basis: 'stood in' })
    const recorded = await recordedOutcomes(log, 0, Number.POSITIVE_INFINITY)
    const then = recorded.byTurn.get(ids.miss!)!
    expect(of('miss')!.answer).toBe(then.answer)
    // As many tokens, near enough, of which those written cost twice as much.
    expect(Math.abs(of('miss')!.tokens - then.tokens)).toBeLessThan(0.1 * then.tokens)
    expect(of('miss')!.costPicoUsd).toBeGreaterThan(then.costPicoUsd)
    expect(events.filter(({ type }) => type === 'ConfigurationApplied')).toHaveLength(1)
  })

  it('does not know what would have been said of an answer that was not given', async () => {
    const { unsaid, events, of } = await shadowOf({
      fromMs: between,
      cold: true,
      set: ['cache.canonical.enabled=false'],
    })
    // The same words stand in for the answer, so the mark holds for it.
    expect({ unsaid, answer: of('hit')!.answer }).toEqual({ unsaid: 0, answer: expect.any(String) })
    expect(events.some(({ type }) => type === 'FeedbackGiven')).toBe(true)
    const gone = await shadowOf({ fromMs: between, cold: true, set: ['pools={}'] })
    expect(gone.of('hit')).toMatchObject({ source: 'faq', degraded: true })
    expect(gone.unsaid).toBe(1)
  })

  it.each([
    ['cache.threshhold=1', 'cache.threshhold: is no option (did you mean cache.threshold?)'],
    ['server.port=1', 'server.port: no decision rests on it'],
    ['cache.threshold=2', 'cache.threshold: '],
  ])('refuses %s', async (set, complaint) => {
    await expect(shadowOf({ set: [set] })).rejects.toThrow(complaint)
  })

  it('can be stopped', async () => {
    await expect(shadowOf({ signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped')
  })
})
