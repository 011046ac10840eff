import { isType } from '../../processors/event.ts'
import { createGauge } from '../../processors/steer/measure.ts'
import { type BehindOptions, runBehind } from './behind.ts'
import type { ViewTail } from './views.ts'

/** Writes down how sure the judgement was of the answers to a scene: one event for each scene in the turns of some seconds. */
export const runGauge = ({ views, ...options }: BehindOptions & { readonly views: Pick<ViewTail, 'current'> }) =>
  runBehind(options, {
    group: 'gauge',
    topic: 'chat.resolved',
    gather: () => {
      const gauge = createGauge()
      return {
        add: event => {
          if (isType(event, 'TurnResolved')) gauge.add(event, views.current())
        },
        size: gauge.size,
        events: gauge.events,
      }
    },
  })
