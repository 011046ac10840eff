import { turnstreamError } from '../../../processors/errors.ts'
import { offPolicy } from '../../offpolicy/result.ts'
import type { WhatIfOptions } from '../commands/whatif.ts'
import { openLogToRead } from '../log.ts'
import { offPolicyText } from '../off-policy-text.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

/** Estimates another router on a log. Throws USAGE, CONFIG_INVALID, UNAVAILABLE without a log or a routed turn in the range, NO_OVERLAP. */
export const offPolicyOnLog = async (options: WhatIfOptions): Promise<void> => {
  const { from: fromMs, to: toMs, set = [], setB, vary, plot, cold, json } = options
  if (setB || vary || plot !== undefined || cold)
    throw turnstreamError('USAGE', '--off-policy goes with --set, --from and --to alone')
  if (fromMs > toMs) throw turnstreamError('USAGE', '--from is later than --to: swap them')
  const log = await openLogToRead({ ...options, set: [] }, 'index')
  const progress = startProgress('routes')
  try {
    const { partitions = 0 } = (await log.topics()).find(({ name }) => name === 'chat.routes') ?? {}
    let total = 0
    for (let partition = 0; partition < partitions; partition++)
      total += Number(await log.end({ topic: 'chat.routes', partition }))
    let done = 0
    const onPassed = (records: number): void => {
      done += records
      progress.update(done, Math.max(done, total))
    }
    const result = await offPolicy({ log, fromMs, toMs, set, onPassed }).finally(progress.stop)
    await printResult(json, result, offPolicyText)
  } finally {
    await log.close()
  }
}
