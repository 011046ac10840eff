import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'
import { shadowMark } from '../../log/in-use.ts'
import { checkSets, type Replayed, replayed } from '../../whatif/whatif.ts'
import type { ReplayOptions } from '../commands/replay.ts'
import { openLogToRead } from '../log.ts'
import { isThere, makeDirectory } from '../make-directory.ts'
import { printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { replayedText } from '../whatif-text.ts'
import { withShadowPorts } from '../with-shadow-ports.ts'

/** Where a replay is to be written, null where it is a dry run. Throws USAGE. */
const targetOf = ({ execute, into }: ReplayOptions): string | null => {
  if (!execute && into === undefined) return null
  if (!execute) throw turnstreamError('USAGE', '--into is written to only with --execute')
  if (into === undefined)
    throw turnstreamError('USAGE', '--execute writes a log of its own: name a directory with --into')
  const dir = resolve(into)
  if (isThere(dir)) throw turnstreamError('USAGE', `${dir} is there already: name a directory that is not`)
  return dir
}

/**
 * Runs recorded turns again, and tells what comes of them beside what did. Throws USAGE, CONFIG_INVALID, UNAVAILABLE; then nothing is left of what it has
 * written.
 */
export const runAgain = async (options: ReplayOptions): Promise<void> => {
  const { from: fromMs, to: toMs, set = [], cold = false, limit, json } = options
  const into = targetOf(options)
  // What is set is tried on the log; this process itself goes by the file and the environment.
  const own = { ...options, set: [] }
  const log = await openLogToRead(own, 'index')
  const progress = startProgress('turns')
  try {
    // Its records would have to be sealed under keys that lie elsewhere.
    if (into !== null && log.sealed)
      throw turnstreamError(
        'USAGE',
        'this log is sealed (privacy.shred), and what --execute writes would outlive an erasure: leave out --execute and --into',
      )
    await checkSets(log, [set])
    const result = await withShadowPorts(own, async ports => {
      const run = { log, ...ports, fromMs, toMs, set, cold, limit, onProgress: progress.update }
      if (into === null) return replayed(run)
      // It has its name once it is whole, whatever becomes of this process.
      const part = `${into}.part`
      rmSync(part, { recursive: true, force: true })
      makeDirectory(part)
      try {
        writeFileSync(join(part, shadowMark), `${JSON.stringify({ log: log.id, fromMs, toMs, set, cold })}\n`)
        const result = await replayed({ ...run, dir: part })
        renameSync(part, into)
        return result
      } catch (error) {
        rmSync(part, { recursive: true, force: true })
        throw error
      }
    })
    progress.stop()
    const document: Replayed & { readonly into: string | null } = { ...result, into }
    await printResult(json, document, replayedText)
  } finally {
    progress.stop()
    await log.close()
  }
}
