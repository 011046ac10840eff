import type { Configuration } from '../../../processors/configuration.ts'
import { turnstreamError } from '../../../processors/errors.ts'
import { addLine, type Cells } from '../../ledger/cells.ts'
import { budgetFor, forecastOf } from '../../ledger/forecast.ts'
import { createPareto, type Pareto } from '../../ledger/pareto.ts'
import { readPrices } from '../../ledger/prices.ts'
import { createRepricing, type Repricing } from '../../ledger/reprice.ts'
import { scanLedger } from '../../ledger/scan.ts'
import { type CostSummary, type Dimension, summarise } from '../../ledger/summary.ts'
import type { Log } from '../../log/in-use.ts'
import type { CostsOptions } from '../commands/costs.ts'
import { dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { costsText } from '../costs-text.ts'
import { openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { get, reachServer } from '../server.ts'

/** What `costs --json` prints. */
export interface Costs extends CostSummary {
  /** Models that the price list lacks and the turns that they leave at 0; null where nothing was priced again. */
  readonly unpriced: Readonly<Record<string, number>> | null
  readonly pareto: Pareto | null
}

const shownClusters = 20

const usual: readonly Dimension[] = ['layer']

/** Sums read from the log, one line after another. */
const fromLog = async (
  log: Log,
  options: CostsOptions,
  repricing: Repricing | null,
  { budget }: Pick<Configuration, 'budget'>,
): Promise<Costs> => {
  const { by = usual, tenant = null, forecast, pareto, limit = shownClusters } = options
  const progress = startProgress('ledger lines')
  const onTrouble = (error: unknown): void => note(`turnstream: ${(error as Error).message}`)
  const questions = pareto ? createPareto(log) : null
  const cells: Cells = new Map()
  try {
    for await (const recorded of scanLedger(log, progress.update, onTrouble)) {
      if (tenant !== null && recorded.tenant !== tenant) continue
      const line = repricing?.line(recorded) ?? recorded
      addLine(cells, line)
      questions?.add(line)
    }
  } finally {
    progress.stop()
  }
  const all = [...cells.values()]
  return {
    ...summarise(all, questions ? [] : by),
    forecast: forecast ? forecastOf(all, Date.now(), budgetFor(budget, tenant)) : null,
    unpriced: repricing?.unpriced() ?? null,
    pareto: questions?.result(limit) ?? null,
  }
}

/** Sums the ledger up. Throws USAGE for a price list that cannot be read, UNAVAILABLE where there is no log. */
export const costs = async (options: CostsOptions): Promise<void> => {
  const { by = usual, tenant, forecast, prices, pareto, json } = options
  if (pareto && options.by)
    throw turnstreamError('USAGE', '--pareto groups by question and --by by something else: name one of them')
  const configuration = configurationOf(options)
  const list = prices === undefined ? null : readPrices(prices)
  const dataDir = dataDirOf(options)
  const server = list || pareto ? null : await reachServer(dataDir)
  if (server) {
    const query = new URLSearchParams({
      by: by.join(','),
      ...(tenant === undefined ? {} : { tenant }),
      ...(forecast ? { forecast: 'true' } : {}),
    })
    const summary = (await get(server, `/v1/costs?${query}`)) as CostSummary
    return printResult(json, { ...summary, unpriced: null, pareto: null }, costsText)
  }
  const log = await openLogToRead(options, 'index')
  try {
    const repricing = list && createRepricing(log, list)
    await printResult(json, await fromLog(log, options, repricing, configuration), costsText)
  } finally {
    await log.close()
  }
}
