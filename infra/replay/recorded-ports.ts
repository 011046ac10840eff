import { turnstreamError } from '../../processors/errors.ts'
import type { GatherPorts } from '../runtime/processors.ts'

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
  helpCentre: nothingAtHand('help centre'),
  records: nothingAtHand('records'),
  popular: () => nothingAtHand<Promise<never>>('questions of the past'),
  router: nothingAtHand('router'),
  now: () => 0,
})
