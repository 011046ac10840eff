import { turnstreamError } from '../../../processors/errors.ts'
import { openMiniLm } from '../../embedding/minilm.ts'
import { openHelpCentre } from '../../help-centre/open.ts'
import { whatIf } from '../../whatif/whatif.ts'
import type { WhatIfOptions } from '../commands/whatif.ts'
import { configurationOf } from '../configuration.ts'
import { openLogToRead } from '../log.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { stopSignal } from '../stop-signal.ts'
import { whatIfText } from '../whatif-text.ts'

/** What A and B set otherwise. */
const setsOf = ({ set = [], setB }: WhatIfOptions) => (setB ? { setA: set, setB } : { setA: [], setB: set })

/** Compares two configurations on a log. Throws USAGE, CONFIG_INVALID that names the option, UNAVAILABLE without a log or without a turn in the range. */
export const whatIfOnLog = async (options: WhatIfOptions): Promise<void> => {
  const { from: fromMs, to: toMs, cold = false, limit, json } = options
  if (fromMs > toMs) throw turnstreamError('USAGE', '--from is later than --to: swap them')
  const sets = setsOf(options)
  if (sets.setA.length + sets.setB.length === 0)
    throw turnstreamError('USAGE', 'whatif compares two configurations: say with --set what would be otherwise')
  // What is set is tried on the log; this process itself goes by the file and the environment.
  const own = { ...options, set: [] }
  const stop = new AbortController()
  void stopSignal().then(signal =>
    stop.abort(turnstreamError('UNAVAILABLE', `stopped by ${signal}; nothing was written`)),
  )
  const log = await openLogToRead(own, 'index')
  const progress = startProgress('turns')
  try {
    const embedding = await openMiniLm(configurationOf(own).embedding)
    try {
      const helpCentre = await openHelpCentre({ embedding })
      const ports = { log, embedding, helpCentre, signal: stop.signal, onProgress: progress.update }
      const result = await whatIf({ ...ports, ...sets, fromMs, toMs, cold, limit })
      progress.stop()
      await printResult(json, result, whatIfText)
    } finally {
      await embedding.close()
    }
  } finally {
    progress.stop()
    await log.close()
  }
}
