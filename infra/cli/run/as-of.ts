import { availableParallelism } from 'node:os'
import { turnstreamError } from '../../../processors/errors.ts'
import { asOf } from '../../audit/as-of.ts'
import { brokersIn } from '../../log/in-use.ts'
import { followViews } from '../../runtime/views.ts'
import { asOfText } from '../as-of-text.ts'
import type { AsOfOptions } from '../commands/as-of.ts'
import { dataDirOf } from '../common.ts'
import { logDirOf, openLogToRead } from '../log.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'

/** Threads take longer to start than they save below so many records. */
const threadsFrom = 50_000

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
    const onPassed = (records: number): void => {
      done += records
      progress.update(done, total)
    }
    const isEmbedded = brokersIn(process.env).length === 0
    const threads = { dir: logDirOf(dataDirOf(options)), count: availableParallelism() }
    const many = isEmbedded && total > threadsFrom
    const past = await asOf(log, { atMs, scene, tenant, limit }, views.asOf(atMs), {
      onPassed,
      ...(many ? { threads } : {}),
    }).finally(progress.stop)
    await printResult(json, past, asOfText)
  } finally {
    await log.close()
  }
}
