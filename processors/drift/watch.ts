import { type DomainEvent, isType } from '../event.ts'
import { decider } from '../processor.ts'

/** Fewer prove nothing. */
const least = 40

/** Once on, an alarm is off again below this part of its bound, so that one turn does not switch it. */
const clearedBelow = 0.8

interface Watched {
  /** Of the last judged turns, the newest last, whether each was misrouted: 1 or 0. */
  readonly last: string
  readonly alarm: boolean
}

/** More than the longest window that can be configured. */
const mostRemembered = 1_000

const shareIn = (last: string): number =>
  last === '' ? 0 : [...last].filter(each => each === '1').length / last.length

const evolve = (watched: Watched, event: DomainEvent): Watched => {
  if (isType(event, 'RouteJudged'))
    return event.data.verdict === 'unknown'
      ? watched
      : { ...watched, last: `${watched.last}${event.data.misrouted ? 1 : 0}`.slice(-mostRemembered) }
  return isType(event, 'DriftMeasured') ? { ...watched, alarm: event.data.alarm } : watched
}

/** Measures how many of the last judged turns of a tier should have been routed elsewhere, and raises an alarm where they are too many. */
export const watchDrift = decider<Watched, null>({
  name: 'watch-drift',
  inputs: ['feedback.events'],
  reactsTo: ['RouteJudged'],
  outputs: ['control'],
  journal: ['RouteJudged', 'DriftMeasured'],
  patient: () => true,
  initialState: () => ({ last: '', alarm: false }),
  evolve,
  gather: () => null,
  recall: () => null,
  decide: (before, input, _gathered, views) => {
    if (!isType(input, 'RouteJudged') || input.data.verdict === 'unknown') return []
    const { window, alarm: bound } = views.configuration.route.drift
    const last = evolve(before, input).last.slice(-window)
    const share = shareIn(last)
    const { tier, router } = input.data
    const measured: DomainEvent<'DriftMeasured'> = {
      id: `${input.id}.drift`,
      type: 'DriftMeasured',
      key: tier,
      timeMs: input.timeMs,
      source: 'watch-drift',
      // That of what caused it: replay looks for it there.
      subject: input.subject,
      cause: input.id,
      data: {
        tier,
        router,
        judged: last.length,
        misrouted: Math.round(share * last.length),
        alarm: last.length >= Math.min(least, window) && share > (before.alarm ? clearedBelow * bound : bound),
        views: views.versions,
      },
    }
    return [measured]
  },
})
