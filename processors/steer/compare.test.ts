import { expect, it } from 'vitest'
import type { Choice, Resolution, TurnAnswered } from '../../schemas/types.ts'
import { type DomainEvent, idOf } from '../event.ts'
import { answeredOf, at, configurationOf, eventOf, resolutionOf, viewsOf } from '../fixtures.ts'
import { factsOf } from '../infer/infer.fixtures.ts'
import { checkIdOf } from './check.ts'
import { compareCheck } from './compare.ts'

const views = viewsOf({ configuration: configurationOf({ cache: { maxFalseRates: { billing: 0.002 } } }) })
const drawn: Partial<Resolution> = { outcome: 'hot', entryId: 'e1', confidence: 0.97, check: 0.25 }

const resolved = (resolution: Partial<Resolution> = {}): DomainEvent =>
  eventOf(
    'TurnResolved',
    {
      ...{ turnId: 't1', tenant: 'acme', conversationId: 't1', solo: true },
      resolution: resolutionOf({ ...drawn, ...resolution }),
    },
    { id: idOf.resolved('t1'), timeMs: at },
  )
const answered = (turnId: string, options: Partial<TurnAnswered> = {}): DomainEvent =>
  eventOf('TurnAnswered', answeredOf({ turnId, ...options }), {
    id: idOf.answered(turnId),
    subject: turnId,
    timeMs: at + 9,
  })
const served = answered('t1', { answerHash: 'served', source: 'hot' })
const afresh = (options: Partial<TurnAnswered>) => answered(checkIdOf('t1'), options)
const chose = (entryId: string | null): Choice => ({ offered: 1, tokens: 9, entryId })

const { signal } = new AbortController()
/** What is told of an answer; the same when it is decided again from the log. */
const told = (input: DomainEvent, ...known: readonly DomainEvent[]): readonly DomainEvent[] => {
  const facts = factsOf(...known)
  const outputs = compareCheck.decide(null, input, compareCheck.gather(input, facts, views, signal) as never, views)
  const again = compareCheck.recall(outputs, input, facts, views)
  expect(compareCheck.decide(null, input, again, views)).toEqual(outputs)
  return outputs
}

it('the answer that was served is right, and told with the likelihood of the check and the doubt at the time', () => {
  const same = afresh({ answerHash: 'served' })
  const [event, ...more] = told(same, resolved(), served)
  expect(more).toEqual([])
  expect(event).toEqual({
    ...{ id: 't1.check.checked', type: 'HitChecked', key: 'acme/', timeMs: at + 9 },
    ...{ source: 'compare-check', subject: 't1.check', cause: same.id },
    data: {
      ...{ turnId: 't1', tenant: 'acme', scope: '', entryId: 'e1', isRight: true },
      ...{ method: 'shadow', propensity: 0.25, confidence: 0.97, views: views.versions },
    },
  })
})

it('is told of a scene that has a rate of its own apart', () => {
  const [event] = told(afresh({ answerHash: 'served' }), resolved({ exactKey: 'exact_cache:billing:e1' }), served)
  expect(event).toMatchObject({ key: 'acme/billing', data: { scope: 'billing' } })
})

it.each<[string, Choice | null, boolean[]]>([
  ['another answer that was chosen instead finds it wrong', chose('e2'), [false]],
  ['an answer in words of its own says neither', chose(null), []],
  ['so does one of a model that was offered nothing', null, []],
])('%s', (_what, choice, right) => {
  const events = told(afresh({ answerHash: 'other', choice }), resolved(), served)
  expect(events.map(({ data }) => (data as { isRight: boolean }).isRight)).toEqual(right)
})

it('nothing is told of a turn that checks none, or whose hit is not on the log or was not drawn', () => {
  const same = afresh({ answerHash: 'served' })
  // Its name is as long as that of a check.
  expect(told(answered('t1-again', { answerHash: 'served' }), resolved(), served)).toEqual([])
  expect(told(same, resolved())).toEqual([])
  expect(told(same, served)).toEqual([])
  for (const not of [{ check: null }, { confidence: null }, { entryId: null }])
    expect(told(same, resolved(not), served)).toEqual([])
})
