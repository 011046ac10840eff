import { type DomainEvent, isType } from '../../processors/event.ts'
import { createTally, isUse } from '../../processors/meter/count.ts'
import { type BehindOptions, runBehind } from './behind.ts'

/** Writes down how often entries were served: one event for each entry in the answers of some seconds. */
export const runMeter = (options: BehindOptions) =>
  runBehind(options, {
    group: 'meter',
    topic: 'chat.answers',
    takes: (event): event is DomainEvent<'TurnAnswered'> => isType(event, 'TurnAnswered') && isUse(event),
    gather: () => {
      const { add, hits, events } = createTally()
      return { add, size: hits, events }
    },
  })
