import { describe, expect, it } from 'vitest'
import type { Passage, Resolution, TurnAnswered, TurnReceived } from '../../schemas/types.ts'
import { type DomainEvent, idOf } from '../event.ts'
import type { Documents } from '../ports/documents.ts'
import type { HelpCentre, HelpQuery } from '../ports/help-centre.ts'
import type { Facts } from '../processor.ts'
import { initialViews } from '../views.ts'
import { createCompress } from './decide.ts'
import { groundsFrom } from './grounds.ts'

const passage: Passage = { id: 'returns-window', scene: 'returns', version: 'v1', score: 1, text: 'You have 30 days.' }
const asked: HelpQuery[] = []
const helpCentre: HelpCentre = {
  version: 'v1',
  scenes: ['returns'],
  passages: query => {
    asked.push(query)
    return [{ passage, similarity: 0.5 }]
  },
  faq: () => null,
}
const documents: Documents = { timeoutMs: 100, search: async () => [] }
const compress = createCompress({
  cache: { answer: () => null },
  groundsFor: groundsFrom({ helpCentre, documents, records: null }),
})

const envelope = (id: string, subject: string, timeMs: number) =>
  ({ id, key: 'c1', timeMs, source: 'test', subject, cause: null }) as const
const names = (turnId: string, solo = false) => ({ turnId, tenant: 't', conversationId: 'c1', solo })
const versions = initialViews.versions

const received = (turnId: string, atMs: number, more: Partial<TurnReceived> = {}): DomainEvent<'TurnReceived'> => ({
  ...envelope(turnId, turnId, atMs),
  type: 'TurnReceived',
  data: {
    ...names(turnId),
    channel: 'http',
    userId: null,
    asker: 'anonymous',
    scene: null,
    message: `Question ${turnId}?`,
    model: 'auto',
    temperature: null,
    maxTokens: null,
    systemPrompt: null,
    history: [],
    tools: null,
    responseFormat: null,
    choices: 1,
    minSimilarity: null,
    requestId: null,
    rider: null,
    task: null,
    announced: null,
    ...more,
  },
})
const enriched = (turnId: string, atMs: number): DomainEvent<'TurnEnriched'> => ({
  ...envelope(idOf.enriched(turnId), turnId, atMs),
  type: 'TurnEnriched',
  data: {
    ...names(turnId),
    enrichment: {
      normalised: `question ${turnId}`,
      textHash: 'hash',
      vector: Buffer.from(new Float32Array([0.6, 0.8]).buffer),
      embeddingModel: 'm',
      tokens: 3,
      slots: [],
      language: 'en',
      scene: 'returns',
      standsAlone: true,
      flags: [],
    },
    views: versions,
  },
})
const resolved = (turnId: string, atMs: number, outcome = 'none', solo = false): DomainEvent<'TurnResolved'> => {
  const resolution: Resolution = {
    outcome,
    reason: 'no_candidate',
    detail: null,
    entryId: null,
    similarity: null,
    threshold: 0.93,
    identity: 'identity',
    exactKey: 'exact_cache:returns:hash',
    candidates: [],
    guards: [],
    mode: 'cache',
    timings: { enrichMs: null, embedMs: null, exactMs: null, semanticMs: null },
    views: versions,
    confidence: null,
    check: null,
  }
  return {
    ...envelope(idOf.resolved(turnId), turnId, atMs),
    type: 'TurnResolved',
    data: { ...names(turnId, solo), resolution },
  }
}
const answered = (turnId: string, receivedAtMs: number, solo = false): DomainEvent<'TurnAnswered'> => {
  const data: TurnAnswered = {
    ...names(turnId, solo),
    source: 'model',
    text: `Answer ${turnId}.`,
    answerHash: 'hash',
    entryId: null,
    similarity: null,
    callId: null,
    promptId: null,
    model: 'm',
    pool: 'p',
    tier: 'small',
    sources: [],
    usage: { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false },
    costPicoUsd: 0,
    reusedUsage: null,
    finishReason: 'stop',
    toolCalls: null,
    reasoning: null,
    degraded: null,
    learnable: true,
    calls: 1,
    scene: 'returns',
    message: `Question ${turnId}?`,
    receivedAtMs,
    latencyMs: 1,
    views: versions,
    choice: null,
  }
  return { ...envelope(idOf.answered(turnId), turnId, receivedAtMs + 1_000), type: 'TurnAnswered', data }
}

/** The facts about turns that arrived at these times. */
const factsOf = (arrivals: Record<string, number>, more: Partial<TurnReceived> = {}): Facts => {
  const events = Object.entries(arrivals).flatMap(([id, atMs]): DomainEvent[] => [
    received(id, atMs, more),
    enriched(id, atMs),
  ])
  const find = (_type: string, id: string) => (events.find(event => event.id === id) ?? null) as never
  return { find, event: find }
}

/** Runs inputs through the decider, checks that each decision is the same again, and gives ids and state. */
const run = async (inputs: readonly DomainEvent[], facts: Facts) => {
  let state = compress.initialState()
  const outputs: DomainEvent[] = []
  for (const input of inputs) {
    const gathered = await compress.gather(input, facts, initialViews, new AbortController().signal)
    const decided = compress.decide(state, input, gathered, initialViews)
    const recalled = compress.recall(decided, input, facts, initialViews)
    expect(compress.decide(state, input, recalled, initialViews)).toEqual(decided)
    outputs.push(...decided)
    state = decided.reduce(compress.evolve, state)
  }
  return { outputs, ids: outputs.map(output => output.id), state }
}
const arrivals = { a: 1, b: 2, c: 3, d: 4 }
const prompts = (outputs: readonly DomainEvent[]) => outputs.filter(output => output.type === 'PromptBuilt')

describe('compress', () => {
  it.each<[title: string, inputs: DomainEvent[], ids: string[]]>([
    ['builds a prompt for a missed turn', [resolved('a', 1)], ['a.prompt']],
    ['does nothing about a hit', [resolved('a', 1, 'exact')], []],
    [
      'lets three turns wait while a call is outstanding',
      [resolved('a', 1), resolved('b', 2), resolved('c', 3), resolved('d', 4)],
      ['a.prompt', 'b.queued', 'c.queued', 'd.queued'],
    ],
    [
      'releases one waiting turn with each answer, in the order of arrival',
      [
        resolved('a', 1),
        resolved('c', 3),
        resolved('d', 4),
        resolved('b', 2),
        answered('a', 1),
        answered('b', 2),
        answered('c', 3),
        answered('d', 4),
      ],
      [
        'a.prompt',
        'c.queued',
        'd.queued',
        'b.queued',
        'a.settled',
        'b.prompt',
        'b.settled',
        'c.prompt',
        'c.settled',
        'd.prompt',
        'd.settled',
      ],
    ],
    [
      'releases nothing when a hit overtakes the outstanding call',
      [resolved('a', 1), resolved('b', 2), resolved('c', 3, 'exact'), answered('c', 3)],
      ['a.prompt', 'b.queued', 'c.settled'],
    ],
    [
      'decides nothing about a turn it has met before',
      [
        resolved('a', 1),
        resolved('a', 1),
        resolved('b', 2),
        resolved('b', 2),
        answered('a', 1),
        answered('a', 1),
        resolved('a', 1),
      ],
      ['a.prompt', 'b.queued', 'a.settled', 'b.prompt'],
    ],
    [
      'forgets a waiting turn that was answered otherwise',
      [resolved('a', 1), resolved('b', 2), answered('b', 2), answered('a', 1)],
      ['a.prompt', 'b.queued', 'b.settled', 'a.settled'],
    ],
  ])('%s', async (_title, inputs, ids) => {
    expect((await run(inputs, factsOf(arrivals))).ids).toEqual(ids)
  })

  it('orders history by arrival and hides a later turn from one that it overtook', async () => {
    const { outputs, state } = await run(
      [resolved('a', 1), resolved('b', 2), resolved('c', 3, 'exact'), answered('c', 3), answered('a', 1)],
      factsOf(arrivals),
    )
    expect(state.history.map(turn => turn.turnId)).toEqual(['a', 'c'])
    expect(
      prompts(outputs)
        .at(-1)!
        .data.messages.slice(1)
        .map(message => message.content),
    ).toEqual(['Question a?', 'Answer a.', 'Question b?'])
  })

  it('keeps nothing of a solo turn', async () => {
    const { ids, state } = await run([resolved('a', 1, 'none', true), answered('a', 1, true)], factsOf(arrivals))
    expect(ids).toEqual(['a.prompt'])
    expect(state).toEqual(compress.initialState())
  })

  it('names itself, its cause and the time of its input', async () => {
    const { outputs } = await run([resolved('a', 7)], factsOf(arrivals))
    expect(outputs[0]).toMatchObject({ key: 'c1', timeMs: 7, source: 'compress', subject: 'a', cause: 'a.resolved' })
  })

  it('grounds a prompt in passages found by the vector of the turn, and records them', async () => {
    const { outputs } = await run([resolved('a', 1)], factsOf(arrivals))
    const [prompt] = prompts(outputs)
    expect(prompt!.data.pending.passages).toEqual([passage])
    expect(prompt!.data.messages[0]!.content).toContain('[returns-window] You have 30 days.')
    expect(asked.at(-1)!.vector).toEqual(new Float32Array([0.6, 0.8]))
  })

  it('retrieves nothing for a caller with a system prompt of its own', async () => {
    const { outputs } = await run([resolved('a', 1)], factsOf(arrivals, { systemPrompt: 'Be a pirate.' }))
    expect(prompts(outputs)[0]!.data.pending.passages).toEqual([])
    expect(prompts(outputs)[0]!.data.messages[0]).toEqual({ role: 'system', content: 'Be a pirate.' })
  })

  it('remembers at most 200 turns of a conversation', async () => {
    const turns = Array.from({ length: 250 }, (_, at) => answered(`t${String(at).padStart(3, '0')}`, at))
    const { state } = await run(turns, factsOf({}))
    expect(state.history).toHaveLength(200)
    expect(state.history[0]!.turnId).toBe('t050')
  })
})
