import { turnstreamError } from '../../processors/errors.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { AnyDecider } from '../runtime/decide.ts'
import { createDeciders, type GatherPorts } from '../runtime/processors.ts'

/** In place of every port that gathers: replay reads what was gathered from the log, and has nothing else at hand. */
const nothingAtHand = <T extends object>(port: string): T =>
  new Proxy({} as T, {
    get: (_target, property) => {
      throw turnstreamError(
        'INTERNAL',
        `replay asked the ${port} for ${String(property)}: a decision rests on more than the log`,
      )
    },
  })

export const recordedPorts = (): GatherPorts => ({
  cache: nothingAtHand('cache'),
  serves: () => false,
  embedding: nothingAtHand('embedding model'),
  groundsFor: () => nothingAtHand<Promise<never>>('help centre, the documents and the records'),
  popular: () => nothingAtHand<Promise<never>>('questions of the past'),
  router: nothingAtHand('router'),
  now: () => 0,
})

/** The deciders of this release that a log can hold decisions of: one of an older release has not every topic. */
export const recordedDeciders = async (log: Pick<EventLog, 'topics'>): Promise<readonly AnyDecider[]> => {
  const topics = new Set((await log.topics()).map(({ name }) => name))
  return createDeciders(recordedPorts()).filter(({ inputs, outputs }) =>
    [...inputs, ...outputs].every(topic => topics.has(topic)),
  )
}
