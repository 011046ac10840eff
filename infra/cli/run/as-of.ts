import { turnstreamError } from '../../../processors/errors.ts'
import { asOf } from '../../audit/as-of.ts'
import { followViews } from '../../runtime/views.ts'
import { asOfText } from '../as-of-text.ts'
import type { AsOfOptions } from '../commands/as-of.ts'
import { openLogToRead } from '../log.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

/** Tells how the system stood at an instant, ms since 1970. Throws USAGE for one that is not over, UNAVAILABLE where there is no log. */
export const tellPast = async (atMs: number, options: AsOfOptions): Promise<void> => {
  const { scene = null, tenant = null, limit, json } = options
  if (atMs > Date.now())
    throw turnstreamError('USAGE', `${new Date(atMs).toISOString()} has not come yet: name an instant that is over`)
  const log = await openLogToRead(options)
  const progress = startProgress('records')
  try {
    const views = await followViews(log)
    views.stop()
    const topics = (await log.topics()).filter(({ name }) => name === 'cache.entries' || name === 'cost.ledger')
    let total = 0
    for (const { name: topic, partitions } of topics)
      for (let partition = 0; partition < partitions; partition++)
        total += Number((await log.end({ topic, partition })) - (await log.begin({ topic, partition })))
    let done = 0
    const past = await asOf(log, { atMs, scene, tenant, limit }, views.asOf(atMs), records => {
      done += records
      progress.update(done, total)
    }).finally(progress.stop)
    await printResult(json, past, asOfText)
  } finally {
    await log.close()
  }
}
