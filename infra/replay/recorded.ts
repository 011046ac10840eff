import { turnstreamError } from '../../processors/errors.ts'
import type { EventIndex, EventLog } from '../../processors/ports/log.ts'
import { createDeciders, type GatherPorts } from '../runtime/processors.ts'
import { followViews } from '../runtime/views.ts'
import { type Verification, verify } from './verify.ts'

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
  embedding: nothingAtHand('embedding model'),
  helpCentre: nothingAtHand('help centre'),
  now: () => 0,
})

/** `verify` over a log, with the deciders of this release and the views that the log holds. */
export const verifyLog = async (options: {
  readonly log: EventLog & EventIndex
  /** Event time, ms; inputs before are folded, not compared. */
  readonly fromMs?: number
  readonly toMs?: number
  readonly states?: boolean
  readonly onProgress?: (done: number, total: number) => void
}): Promise<Verification> => {
  const { log, fromMs = 0, toMs = Number.POSITIVE_INFINITY, states = false, onProgress } = options
  const partitions = (await log.topics()).find(({ name }) => name === 'chat.turns')?.partitions
  if (partitions === undefined)
    throw turnstreamError('UNAVAILABLE', 'the log has no topic chat.turns: nothing has been recorded')
  const views = await followViews(log)
  try {
    return await verify({
      log,
      views,
      deciders: createDeciders(recordedPorts()),
      partitions,
      fromMs,
      toMs,
      states,
      onProgress,
    })
  } finally {
    views.stop()
  }
}
