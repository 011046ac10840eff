import type { Price } from '../../processors/configuration.ts'
import { picoUsd } from '../../processors/infer/price.ts'
import { savedPicoUsd } from '../../processors/ledger/saving.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { LedgerLine } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'

export interface Spending {
  readonly lines: number
  readonly promptTokens: number
  readonly completionTokens: number
  readonly baselineTokens: number
  readonly baselineModel: string
  /** 1e-12 USD. Sums stay exact below 2^53, which is 9,000 USD. */
  readonly costPicoUsd: number
  readonly baselinePicoUsd: number
  /** Of the baseline, beyond the cost; degraded answers save nothing. */
  readonly savedPicoUsd: number
  /** The part of the baseline that fell away because a cache answered. */
  readonly avoidedPicoUsd: number
  /** What the tokens that were used would have cost at the baseline model: above the cost by what smaller models saved. */
  readonly unroutedPicoUsd: number
}

const nothing: Spending = {
  lines: 0,
  promptTokens: 0,
  completionTokens: 0,
  baselineTokens: 0,
  baselineModel: '',
  costPicoUsd: 0,
  baselinePicoUsd: 0,
  savedPicoUsd: 0,
  avoidedPicoUsd: 0,
  unroutedPicoUsd: 0,
}

const layers = new Set(['exact', 'hot', 'cold'])

const plus = (sum: Spending, line: LedgerLine, prices: readonly Price[]): Spending => ({
  lines: sum.lines + 1,
  promptTokens: sum.promptTokens + line.usage.promptTokens,
  completionTokens: sum.completionTokens + line.usage.completionTokens,
  baselineTokens: sum.baselineTokens + line.baselineTokens.promptTokens + line.baselineTokens.completionTokens,
  baselineModel: line.baselineModel,
  costPicoUsd: sum.costPicoUsd + line.costPicoUsd,
  baselinePicoUsd: sum.baselinePicoUsd + line.baselinePicoUsd,
  savedPicoUsd: sum.savedPicoUsd + savedPicoUsd(line),
  avoidedPicoUsd: sum.avoidedPicoUsd + (layers.has(line.source) ? line.baselinePicoUsd : 0),
  unroutedPicoUsd: sum.unroutedPicoUsd + (picoUsd(line.usage, line.baselineModel, line.atMs, prices) ?? 0),
})

/** What the ledger says was spent, and what the baseline model would have cost. */
export const spendingOf = async (log: EventLog, partitions: number, prices: readonly Price[]): Promise<Spending> => {
  let sum = nothing
  for (let partition = 0; partition < partitions; partition++) {
    for (let offset = 0n; ; ) {
      const records = await log.read({ topic: 'cost.ledger', partition, offset }, 1_000)
      if (records.length === 0) break
      for (const record of records) {
        const event = fromRecord(record)
        if (event.type === 'LedgerLine') sum = plus(sum, event.data, prices)
      }
      offset = records.at(-1)!.offset + 1n
    }
  }
  return sum
}
