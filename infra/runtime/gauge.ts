import { isType } from '../../processors/event.ts'
import { createGauge } from '../../processors/steer/measure.ts'
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
    gather: () => {
      const gauge = createGauge()
      return {
        add: event => {
          const now = views.current()
          if (now.configuration.cache.steer && isType(event, 'TurnResolved')) gauge.add(event, now)
        },
        size: gauge.size,
        events: gauge.events,
      }
    },
  })
