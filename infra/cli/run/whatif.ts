import { turnstreamError } from '../../../processors/errors.ts'
import { checkSets, whatIf } from '../../whatif/whatif.ts'
import type { WhatIfOptions } from '../commands/whatif.ts'
import { openLogToRead } from '../log.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { whatIfText } from '../whatif-text.ts'
import { withShadowPorts } from '../with-shadow-ports.ts'

/** What A and B set otherwise. */
const setsOf = ({ set = [], setB }: WhatIfOptions) => (setB ? { setA: set, setB } : { setA: [], setB: set })

/** Compares two configurations on a log. Throws USAGE, CONFIG_INVALID that names the option, UNAVAILABLE without a log or without a turn in the range. */
export const whatIfOnLog = async (options: WhatIfOptions): Promise<void> => {
  const { from: fromMs, to: toMs, cold = false, limit, json } = options
  if (options.plot !== undefined) throw turnstreamError('USAGE', '--plot draws a sweep: give --vary too')
  if (fromMs > toMs) throw turnstreamError('USAGE', '--from is later than --to: swap them')
  const sets = setsOf(options)
  if (sets.setA.length + sets.setB.length === 0)
    throw turnstreamError(
      'USAGE',
      'whatif compares two configurations: say with --set what would be otherwise, or with --vary',
    )
  // What is set is tried on the log; this process itself goes by the file and the environment.
  const own = { ...options, set: [] }
  const log = await openLogToRead(own, 'index')
  const progress = startProgress('turns')
  try {
    await checkSets(log, [sets.setA, sets.setB])
    const result = await withShadowPorts(own, ports =>
      whatIf({ log, ...ports, ...sets, fromMs, toMs, cold, limit, onProgress: progress.update }),
    )
    progress.stop()
    await printResult(json, result, whatIfText)
  } finally {
    progress.stop()
    await log.close()
  }
}
