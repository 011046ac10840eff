import { expect, it } from 'vitest'
import type { ServedAnswer, TurnAnswered } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import { at, candidateOf, configurationOf, enrichmentOf, eventOf, resolutionOf, turnOf, viewsOf } from '../fixtures.ts'
import type { Facts } from '../processor.ts'
import { createResolve } from './decide.ts'
import { identityOf } from './identity.ts'

const views = viewsOf({ configuration: configurationOf() })
const enrichment = enrichmentOf()
const identity = identityOf(turnOf(), enrichment, views.configuration)
const candidates = [candidateOf({ layer: 'exact', similarity: 1, question: enrichment.normalised, identity })]
const served: ServedAnswer = {
  text: 'Start a return under My Orders.',
  model: 'faq-library',
  pool: 'faq',
  sources: ['returns-1'],
  promptTokens: 300,
  completionTokens: 7,
  counted: true,
  degraded: 'no_upstream',
}
const reader = {
  exact: () => candidates[0]!,
  nearest: () => [],
  answer: () => served,
  entry: () => null,
  entries: () => [],
}
const resolve = createResolve({ cache: reader, serves: () => true, now: () => 0 })
const input = eventOf('TurnEnriched', {
  turnId: 't1',
  tenant: 'default',
  conversationId: 't1',
  solo: true,
  enrichment,
  views: views.versions,
})

/** What a turn comes to that the fast lane has resolved, or the log lane is to. */
const resolvedIn = async (lane: 'fast' | 'log'): Promise<readonly DomainEvent[]> => {
  const rider = { enrichment, resolution: resolutionOf({ candidates }), served, latencyMs: 1 }
  const turn = eventOf('TurnReceived', turnOf({ rider: lane === 'fast' ? rider : null }), { timeMs: at })
  const facts = { find: () => turn, event: () => turn } as unknown as Facts
  const gathered = await resolve.gather(input, facts, views, new AbortController().signal)
  const outputs = resolve.decide(null, input, gathered, views)
  const recalled = resolve.recall(outputs, input, facts, views)
  expect(resolve.decide(null, input, recalled, views), 'decided again from the log').toEqual(outputs)
  return outputs
}

it.each(['fast', 'log'] as const)(
  'a hit of the %s lane says how its answer came about: degraded, and in how many tokens, counted or billed',
  async lane => {
    const answered = (await resolvedIn(lane)).find(({ type }) => type === 'TurnAnswered')?.data as TurnAnswered
    expect(answered).toMatchObject({
      source: 'exact',
      degraded: 'no_upstream',
      costPicoUsd: 0,
      usage: { promptTokens: 0, completionTokens: 0 },
      reusedUsage: { promptTokens: 300, completionTokens: 7, cachedTokens: 0, counted: true },
    })
  },
)
