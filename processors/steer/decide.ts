import type { DomainEvent } from '../event.ts'
import { isType } from '../event.ts'
import { decider } from '../processor.ts'
import { expectedFalse, total } from './doubt.ts'
import { afterCheck, afterMeasurement, misfitOf, noStanding, type Standing, scopeKeyOf, type Trust } from './trust.ts'

const evolve = (standing: Standing, event: DomainEvent): Standing => {
  if (isType(event, 'ConfidenceMeasured')) return afterMeasurement(standing, event.data)
  if (isType(event, 'HitChecked')) return afterCheck(standing, event.data)
  return standing
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

const reasonOf = (before: Trust | null, after: Trust, standing: Standing): string => {
  if (before?.maxFalseRate !== after.maxFalseRate) return `${percent(after.maxFalseRate)} of hits may be wrong`
  const isOrdered = ({ apart, learnedEveryMs }: Trust): boolean => apart || learnedEveryMs > 0
  if (isOrdered(before) !== isOrdered(after))
    return isOrdered(after)
      ? `questions come in an order: the nearest entry is on average newer than all but ${percent(standing.order.age)} of them`
      : 'questions are mixed again'
  const { checked, wrong, expectedWrong } = standing
  const checks = `${wrong} of ${checked} checked hits were wrong, ${expectedWrong.toFixed(1)} expected`
  const rate = expectedFalse(standing.served) / Math.max(1, total(standing.served))
  return `${percent(rate * misfitOf(standing))} of hits are expected to be wrong; ${checks}`
}

/** Moves the least confidence of a scene so that no more of its hits are wrong than `cache.maxFalseRate` allows. */
export const steer = decider<Standing, null>({
  name: 'steer',
  inputs: ['feedback.events'],
  reactsTo: ['ConfidenceMeasured', 'HitChecked'],
  outputs: ['control'],
  journal: ['ConfidenceMeasured', 'HitChecked'],
  patient: () => true,
  initialState: () => noStanding,
  evolve,
  gather: () => null,
  recall: () => null,
  decide: (before, input, _gathered, views) => {
    const after = evolve(before, input)
    if (after.trust === null || after.trust === before.trust) return []
    const { tenant, scope } = (input as DomainEvent<'ConfidenceMeasured' | 'HitChecked'>).data
    const steered: DomainEvent<'TrustSteered'> = {
      id: `${input.id}.steered`,
      type: 'TrustSteered',
      key: scopeKeyOf(tenant, scope),
      timeMs: input.timeMs,
      source: 'steer',
      subject: input.subject,
      cause: input.id,
      data: {
        tenant,
        scope,
        ...after.trust,
        served: total(after.served),
        expectedFalse: expectedFalse(after.served) * misfitOf(after),
        checked: after.checked,
        wrong: after.wrong,
        reason: reasonOf(before.trust, after.trust, after),
        views: views.versions,
      },
    }
    return [steered]
  },
})
