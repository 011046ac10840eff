import { turnstreamError } from '../../processors/errors.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { openHelpCentre } from '../help-centre/open.ts'
import type { CommonOptions } from './common.ts'
import { configurationOf } from './configuration.ts'
import { stopSignal } from './stop-signal.ts'

export interface ShadowPorts {
  readonly embedding: EmbeddingModel
  readonly helpCentre: HelpCentre
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal
}

/** Gives what a shadow needs beside a log, for as long as `use` takes. */
export const withShadowPorts = async <T>(
  options: CommonOptions,
  use: (ports: ShadowPorts) => Promise<T>,
): Promise<T> => {
  const stop = new AbortController()
  void stopSignal().then(signal =>
    stop.abort(turnstreamError('UNAVAILABLE', `stopped by ${signal}; nothing is left of what was written`)),
  )
  const embedding = await openMiniLm(configurationOf(options).embedding)
  try {
    return await use({ embedding, helpCentre: await openHelpCentre({ embedding }), signal: stop.signal })
  } finally {
    await embedding.close()
  }
}
