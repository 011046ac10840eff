import { turnstreamError } from '../../processors/errors.ts'
import { createDeciders, type GatherPorts } from '../runtime/processors.ts'
import { followViews } from '../runtime/views.ts'
import { type Verification, type VerifyOptions, verify } from './verify.ts'

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

/** `verify` over a log, with the deciders of this release and the views that the log holds; by default over all of it. */
export const verifyLog = async (
  options: Pick<VerifyOptions, 'log' | 'states' | 'recordedWhole' | 'most' | 'onProgress'> &
    Partial<Pick<VerifyOptions, 'fromMs' | 'toMs'>>,
): Promise<Verification> => {
  const { log } = options
  const partitions = (await log.topics()).find(({ name }) => name === 'chat.turns')?.partitions
  if (partitions === undefined)
    throw turnstreamError('UNAVAILABLE', 'the log has no topic chat.turns: nothing has been recorded')
  const views = await followViews(log)
  try {
    return await verify({
      ...options,
      fromMs: options.fromMs ?? 0,
      toMs: options.toMs ?? Number.POSITIVE_INFINITY,
      views,
      deciders: createDeciders(recordedPorts()),
      partitions,
    })
  } finally {
    views.stop()
  }
}
