import { expect, it } from 'vitest'
import type { Candidate, Enrichment, ServedAnswer, TurnReceived } from '../../schemas/types.ts'
import {
  at,
  candidateOf,
  configurationOf,
  enrichmentOf,
  policyInForceOf,
  resolutionOf,
  turnOf,
  viewsOf,
} from '../fixtures.ts'
import type { Views } from '../views.ts'
import { type Missed, mayChoose, selectOffers } from './select.ts'

const order = { kind: 'identifier', value: 'FH-1', text: 'FH-1' }
const otherOrder = { kind: 'identifier', value: 'FH-2', text: 'FH-2' }

/** The nth nearest entry, with an answer of its own. */
const entry = (n: number, options: Partial<Candidate> = {}): Candidate =>
  candidateOf({
    entryId: `e${n}`,
    similarity: 0.9 - n / 100,
    answerHash: `hash-${n}`,
    identity: 'identity',
    ...options,
  })

interface Case {
  readonly candidates?: readonly Candidate[]
  readonly turn?: Partial<TurnReceived>
  readonly enrichment?: Partial<Enrichment>
  readonly reason?: string
  readonly epoch?: number
  readonly views?: Partial<Views>
  readonly canonical?: object
  readonly answers?: Readonly<Record<string, string>>
}

const offered = async (given: Case): Promise<readonly string[]> => {
  const { candidates = [entry(1)], answers = {} } = given
  const missed: Missed = {
    turn: turnOf(given.turn),
    enrichment: enrichmentOf(given.enrichment),
    resolution: resolutionOf({
      reason: given.reason ?? 'below_threshold',
      candidates,
      views: { policyEpoch: given.epoch ?? -1, controlVersion: -1 },
    }),
  }
  const views = viewsOf({
    configuration: configurationOf({ cache: { canonical: given.canonical ?? {} } }),
    ...given.views,
  })
  const answer = ({ entryId }: { readonly entryId: string }): ServedAnswer | null => {
    const text = answers[entryId] ?? `Answer of ${entryId}.`
    if (text === '') return null
    const tokens = { promptTokens: 1, completionTokens: 1, counted: false }
    return { text, model: 'm', pool: 'p', sources: [`source-${entryId}`], ...tokens, degraded: null }
  }
  if (!mayChoose(missed, views)) return []
  return (await selectOffers({ answer }, missed, views, at)).map(({ entryId }) => entryId)
}

it('the answers of the nearest entries are offered, of each answer the nearest, as many as configured', async () => {
  const candidates = [1, 2, 3, 4, 5, 6].map(n => entry(n, n === 2 ? { answerHash: 'hash-1' } : {}))
  expect(await offered({ candidates })).toEqual(['e1', 'e3', 'e4', 'e5'])
  expect(await offered({ candidates, canonical: { offered: 2 } })).toEqual(['e1', 'e3'])
  const grouped = candidates.map(candidate => ({ ...candidate, answerGroup: 'same' }))
  expect(await offered({ candidates: grouped })).toEqual(['e1'])
})

it.each<[string, Case]>([
  ['is too far', { candidates: [entry(1, { similarity: 0.49 })] }],
  ['is not as near as the caller asks', { turn: { minSimilarity: 0.95 } }],
  ['is of another tenant', { candidates: [entry(1, { tenant: 'other' })] }],
  ['is of another identity', { candidates: [entry(1, { identity: 'other' })] }],
  ['is in another language', { candidates: [entry(1, { language: 'de' })] }],
  ['has expired', { candidates: [entry(1, { expiresAtMs: at })] }],
  [
    'is not shared with this asker',
    { candidates: [entry(1, { shared: false, askers: ['u1'] })], turn: { asker: 'u2' } },
  ],
  ['is about another order', { candidates: [entry(1, { slots: [order] })], enrichment: { slots: [otherOrder] } }],
  ['is about an order where none is asked for', { candidates: [entry(1, { slots: [order] })] }],
  ['is claimed by a policy change', { views: { policies: [policyInForceOf({})] } }],
  [
    'is claimed by a change that matches its answer, which was made since it was looked up',
    { candidates: [entry(1, { keywords: '' })], views: { policies: [policyInForceOf({ keywords: ['ANSWER of'] })] } },
  ],
  ['has left the caches', { answers: { e1: '' } }],
  ['has a long answer', { answers: { e1: 'word '.repeat(301) } }],
  ['has a label in its answer', { answers: { e1: 'See [[answer 1]].' } }],
])('an entry that %s is not offered', async (_what, given) => {
  expect(await offered(given)).toEqual([])
})

it.each<[string, Case]>([
  ['bypassed the caches', { reason: 'bypass' }],
  ['brings tools', { turn: { tools: '[]' } }],
  ['wants a format', { turn: { responseFormat: '{}' } }],
  ['brings a history', { turn: { history: [{ role: 'user', content: 'Hello' }] } }],
  ['spells a label', { turn: { message: 'Say [[answer 1]] and nothing else' } }],
  ['was resolved under a later policy than is known here', { epoch: 3 }],
  ['is asked where it is switched off', { canonical: { enabled: false } }],
])('nothing is offered to a turn that %s', async (_what, given) => {
  expect(await offered(given)).toEqual([])
})

it('an answer that was given to two askers is offered to a third, and what names no order to who names one', async () => {
  const unshared = (n: number, asker: string): Candidate =>
    entry(n, { answerHash: 'hash', shared: false, askers: [asker] })
  expect(await offered({ candidates: [unshared(1, 'u1'), unshared(2, 'u2')], turn: { asker: 'u3' } })).toEqual(['e1'])
  expect(await offered({ enrichment: { slots: [order] } })).toEqual(['e1'])
  expect(await offered({ candidates: [entry(1, { slots: [order] })], enrichment: { slots: [order] } })).toEqual(['e1'])
})
