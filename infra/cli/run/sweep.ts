import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { turnstreamError } from '../../../processors/errors.ts'
import { brokersIn } from '../../log/in-use.ts'
import { sweepInThreads } from '../../sweep/in-threads.ts'
import { type SweepResult, sweptOf } from '../../sweep/result.ts'
import { combinationsOf } from '../../sweep/vary.ts'
import { checkSets } from '../../whatif/whatif.ts'
import { checkWhole } from '../../whatif/whole.ts'
import type { WhatIfOptions } from '../commands/whatif.ts'
import { dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { logDirOf, openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { sweepText } from '../sweep-text.ts'
import { withShadowPorts } from '../with-shadow-ports.ts'

const iso = (ms: number): string | null => (Number.isFinite(ms) && ms > 0 ? new Date(ms).toISOString() : null)

/** Tries many configurations on a log in one pass. Throws USAGE, CONFIG_INVALID that names the option, UNAVAILABLE without a log or a turn in the range. */
export const sweepOnLog = async (options: WhatIfOptions & { readonly vary: readonly string[] }): Promise<void> => {
  const { from: fromMs, to: toMs, cold = false, vary, set = [], setB, json, plot } = options
  if (set.length > 0 || setB)
    throw turnstreamError('USAGE', '--vary and --set do not go together: give --vary an option with one value')
  if (fromMs > toMs) throw turnstreamError('USAGE', '--from is later than --to: swap them')
  const sets = combinationsOf(vary)
  const began = performance.now()
  const log = await openLogToRead(options, 'index')
  const progress = startProgress('turns')
  try {
    await checkSets(log, sets)
    await checkWhole(log, { fromMs, cold })
    const { partitions = 0 } = (await log.topics()).find(({ name }) => name === 'chat.turns') ?? {}
    let total = 0n
    for (let partition = 0; partition < partitions; partition++)
      total +=
        (await log.end({ topic: 'chat.turns', partition })) - (await log.begin({ topic: 'chat.turns', partition }))
    const isEmbedded = brokersIn(process.env).length === 0
    const threads = isEmbedded
      ? {
          dir: logDirOf(dataDirOf(options)),
          count: availableParallelism(),
          embedding: configurationOf(options).embedding,
        }
      : null
    const courses = await withShadowPorts(options, ({ embedding, signal }) =>
      sweepInThreads(
        {
          ...{ log, fromMs, toMs, cold, sets, embedding, signal },
          onProgress: turns => progress.update(turns, Math.max(turns, Number(total))),
        },
        threads,
      ),
    )
    progress.stop()
    const [asRecorded, ...configurations] = sweptOf(courses)
    const { turnIds, distinct, recordedHits } = courses
    const result: SweepResult = {
      ...{ kind: 'sweep', from: iso(fromMs), to: iso(toMs), cold, turns: turnIds.length, questions: distinct },
      recorded: { hit_rate: recordedHits / turnIds.length },
      ...{ as_recorded: asRecorded!, configurations, duration_ms: Math.round(performance.now() - began) },
    }
    if (plot !== undefined) {
      const { plotSvg } = await import('../../sweep/plot-svg.ts')
      await writeFile(plot, plotSvg(result))
      note(`turnstream: plotted to ${plot}`)
    }
    await printResult(json, result, sweepText)
  } finally {
    progress.stop()
    await log.close()
  }
}
