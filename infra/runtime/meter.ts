import { isType } from '../../processors/event.ts'
import { createTally } from '../../processors/meter/count.ts'
import { type BehindOptions, runBehind } from './behind.ts'

/** Writes down how often entries were served: one event for each entry in the answers of some seconds. */
export const runMeter = (options: BehindOptions) =>
  runBehind(options, {
    group: 'meter',
    topic: 'chat.answers',
    gather: () => {
      const tally = createTally()
      return {
        add: event => {
          if (isType(event, 'TurnAnswered')) tally.add(event)
        },
        size: tally.hits,
        events: tally.events,
      }
    },
  })
