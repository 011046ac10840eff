import type { Views } from '../../../processors/views.ts'
import { findExperiment } from '../../experiments/decisions.ts'
import { followExperiment } from '../../experiments/follow.ts'
import { experimentResult, shownExperiment } from '../../experiments/shape.ts'
import type { Log } from '../../log/in-use.ts'
import { createFacts } from '../../runtime/facts.ts'
import { followViews } from '../../runtime/views.ts'
import type { CommonOptions } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { experimentListText, resultText } from '../experiment-text.ts'
import { openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'

const withViews = async (options: CommonOptions, work: (log: Log, views: Views) => Promise<void>): Promise<void> => {
  configurationOf(options)
  const log = await openLogToRead(options, 'index')
  try {
    const views = await followViews(log, error => note(`turnstream: ${(error as Error).message}`))
    views.stop()
    await work(log, views.current())
  } finally {
    await log.close()
  }
}

/** Shows the experiments on the log. Throws UNAVAILABLE where there is no log. */
export const listExperiments = (options: CommonOptions): Promise<void> =>
  withViews(options, (_log, { experiments }) =>
    printResult(options.json, { experiments: experiments.map(shownExperiment).reverse() }, experimentListText),
  )

/** Shows how the arms of an experiment do. Throws UNAVAILABLE where there is no log, NOT_FOUND. */
export const showExperiment = (name: string, options: CommonOptions): Promise<void> =>
  withViews(options, async (log, views) => {
    const experiment = findExperiment(views, name)
    const facts = createFacts(log)
    const arms = await followExperiment(experiment, { log, facts }).look(new AbortController().signal)
    await printResult(options.json, experimentResult(experiment, arms), resultText)
  })
