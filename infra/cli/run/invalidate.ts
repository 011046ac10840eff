import { turnstreamError } from '../../../processors/errors.ts'
import { changeOf } from '../../gateway/policies.ts'
import { type Claimed, claimedOnLog } from '../../policy/claimed.ts'
import { followViews } from '../../runtime/views.ts'
import type { InvalidateOptions } from '../commands/invalidate.ts'
import { configurationOf } from '../configuration.ts'
import { keyedPartitions, openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { putInForce } from './policy-change.ts'

/** What POST /v1/policies takes, from the options. Throws USAGE where nothing says what is meant. */
const bodyOf = (options: InvalidateOptions): object => {
  const { entry, product, keyword, source, scene, beforeVersion, all, reason, policyVersion, sharePerDay } = options
  const named = [entry, product, keyword, source, scene, beforeVersion].some(criterion => criterion !== undefined)
  if (named === (all === true))
    throw turnstreamError(
      'USAGE',
      named
        ? '--all takes every entry: leave it out, or everything that narrows it down'
        : 'say which entries: --entry, --product, --keyword, --source, --scene or --before-version; --all takes every one',
    )
  if (reason === undefined) throw turnstreamError('USAGE', 'say for people why: --reason')
  return {
    scene: scene ?? null,
    match: {
      ...(entry ? { entries: entry } : {}),
      ...(product ? { products: product } : {}),
      ...(keyword ? { keywords: keyword } : {}),
      ...(source ? { sources: source } : {}),
      before_version: beforeVersion ?? null,
    },
    rollout: sharePerDay === undefined ? null : { share_per_day: sharePerDay },
    reason,
    version: policyVersion ?? null,
  }
}

interface DryRun extends Claimed {
  readonly dry_run: true
  /** Null: all at once. */
  readonly share_per_day: number | null
}

const dryRun = async (body: object, options: InvalidateOptions): Promise<DryRun> => {
  const configuration = configurationOf(options)
  const log = await openLogToRead(options)
  try {
    const following = await followViews(log, error => note(`turnstream: ${(error as Error).message}`))
    following.stop()
    const views = following.current()
    const change = changeOf(body, configuration, views)
    const partitions = await keyedPartitions(log, configuration.log.partitions)
    const claimed = await claimedOnLog(
      { ...change, announced: null, revision: null },
      { log, views, partitions, nowMs: Date.now() },
    )
    return { dry_run: true, ...claimed, share_per_day: change.sharePerDay }
  } finally {
    await log.close()
  }
}

const text = ({ entries, of, scenes, examples, share_per_day: share }: DryRun): string =>
  [
    `would take ${entries} of ${of} entries${share === null ? '' : `, ${share * 100} % of them a day`}; nothing was changed`,
    ...Object.entries(scenes).map(([scene, count]) => `  ${scene}: ${count}`),
    ...examples.map(({ entry_id: id, question }) => `  for example ${id}: ${question}`),
  ].join('\n')

/** Puts a policy change in force that is made from options, or counts what it would take. Throws USAGE, BAD_REQUEST. */
export const invalidate = async (options: InvalidateOptions): Promise<void> => {
  const body = bodyOf(options)
  if (options.dryRun) await printResult(options.json, await dryRun(body, options), text)
  else await putInForce(body, options)
}
