import { type DomainEvent, isType } from '../../processors/event.ts'
import { createGauge, isMeasured } from '../../processors/steer/measure.ts'
import { type BehindOptions, runBehind } from './behind.ts'
import type { ViewTail } from './views.ts'

/**
 * Writes down how sure the judgement was of the answers to a scene: one event for each tenant and scope in the turns of some
 * seconds, where `cache.steer` is on.
 */
export const runGauge = ({ views, ...options }: BehindOptions & { readonly views: Pick<ViewTail, 'current'> }) =>
  runBehind(options, {
    group: 'gauge',
    topic: 'chat.resolved',
    takes: (event): event is DomainEvent<'TurnResolved'> =>
      isType(event, 'TurnResolved') && isMeasured(event, views.current()),
    gather: () => {
      const { add, size, events } = createGauge()
      return { add: event => add(event, views.current()), size, events }
    },
  })
