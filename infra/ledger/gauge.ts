import type { Configuration } from '../../processors/configuration.ts'
import type { LedgerGauge } from '../telemetry/metrics.ts'
import { budgetFor, forecastOf } from './forecast.ts'
import type { LedgerModel } from './model.ts'
import { summarise } from './summary.ts'

/**
 * The ledger as it is folded, for Prometheus, which knows doubles alone: each sum is the double nearest to the exact one, so its first 15 digits
 * are those of the ledger, and below 1,000 USD all twelve decimals.
 */
export const ledgerGauge = (
  costs: Pick<LedgerModel, 'folded'>,
  { budget }: Pick<Configuration, 'budget'>,
  atMs: number,
): LedgerGauge => {
  const { cells, positions } = costs.folded()
  const { usd } = summarise(cells, [])
  const budgetUsd = budgetFor(budget, null)
  return {
    positions,
    spentUsd: Number(usd.spent),
    baselineUsd: Number(usd.baseline),
    savedUsd: Number(usd.saved),
    monthUsd: Number(forecastOf(cells, atMs, null).spent),
    budgetUsd,
  }
}
