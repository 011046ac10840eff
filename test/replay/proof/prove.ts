import { loadConfiguration } from '../../../infra/configuration/load.ts'
import { type Log, openLogBeside } from '../../../infra/log/in-use.ts'
import { createFacts } from '../../../infra/runtime/facts.ts'
import { readHabits } from '../../../infra/shadow/habits.ts'
import { readLag } from '../../../infra/shadow/lag.ts'
import type { Outcomes } from '../../../infra/whatif/outcomes.ts'
import { recordedOutcomes, shadowOutcomes } from '../../../infra/whatif/runs.ts'
import type { EmbeddingModel } from '../../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../../processors/ports/help-centre.ts'

/** What traffic came to. */
export interface Totals {
  readonly turns: number
  readonly hitRate: number
  /** Of customers' turns and the system's own, USD. */
  readonly usd: number
}

const everything = { fromMs: 0, toMs: Number.POSITIVE_INFINITY }

const totalsOf = ({ byTurn, own }: Outcomes): Totals => {
  const outcomes = [...byTurn.values()]
  const hits = outcomes.filter(({ layer }) => layer !== 'none').length
  const pico = outcomes.reduce((sum, { costPicoUsd }) => sum + costPicoUsd, Number(own.picoUsd))
  return { turns: outcomes.length, hitRate: hits / outcomes.length, usd: pico / 1e12 }
}

export const openRecorded = (dataDir: string): Promise<Log> =>
  openLogBeside({ dataDir, kafka: loadConfiguration({ env: {} }).kafka, env: {} }, 'index')

/** What a log says that traffic came to. */
export const recordedTotals = async (log: Log): Promise<Totals> =>
  totalsOf(await recordedOutcomes(log, everything.fromMs, everything.toMs))

/** What the traffic of a log would come to, with this set otherwise. */
export const predictedTotals = async (
  source: Log,
  set: readonly string[],
  ports: { readonly embedding: EmbeddingModel; readonly helpCentre: HelpCentre },
): Promise<Totals> => {
  const habits = await readHabits(source, createFacts(source))
  const [lagMs, { signal }] = [await readLag(source), new AbortController()]
  const { outcomes } = await shadowOutcomes({
    ...ports,
    ...everything,
    source,
    set,
    cold: false,
    habits,
    lagMs,
    signal,
  })
  return totalsOf(outcomes)
}
