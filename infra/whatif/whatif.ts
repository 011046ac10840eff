import { turnstreamError } from '../../processors/errors.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import { laidOver } from '../configuration/load.ts'
import type { Log } from '../log/in-use.ts'
import { createFacts } from '../runtime/facts.ts'
import { followViews } from '../runtime/views.ts'
import { readHabits } from '../shadow/habits.ts'
import { type Comparison, compareOutcomes } from './compare.ts'
import { readMarks } from './marks.ts'
import { recordedOutcomes, shadowOutcomes } from './runs.ts'
import { latenciesOf, type Summary, summaryOf } from './summary.ts'

export interface WhatIfOptions {
  readonly log: Log
  /** Event time, ms since 1970; both ends belong to the range. */
  readonly fromMs: number
  readonly toMs: number
  /** Options set otherwise in each; none: as recorded. */
  readonly setA: readonly string[]
  readonly setB: readonly string[]
  /** Whether both begin with empty caches. */
  readonly cold: boolean
  readonly embedding: EmbeddingModel
  readonly helpCentre: HelpCentre
  /** Changed turns shown, at most. */
  readonly limit: number
  readonly signal: AbortSignal
  /** Turns that have been answered, of both shadows together, and how many there are. */
  readonly onProgress: (done: number, total: number) => void
}

/** The document of `turnstream whatif --json`. */
export interface WhatIf extends Comparison {
  readonly from: string | null
  readonly to: string | null
  readonly set_a: readonly string[]
  readonly set_b: readonly string[]
  readonly cold: boolean
  /** What really became of those turns; A without options set otherwise should come near it. */
  readonly recorded: Summary
  /** Inputs that no decision could be made on, by processor. */
  readonly dead: { readonly a: Readonly<Record<string, number>>; readonly b: Readonly<Record<string, number>> }
  /** Feedback and verdicts on answers that were not given, which cannot be known. */
  readonly unsaid: { readonly a: number; readonly b: number }
  readonly duration_ms: number
}

/** Refuses what cannot be set before any of it takes its time. */
const checkSets = async (log: Log, sets: readonly (readonly string[])[]): Promise<void> => {
  const views = await followViews(log)
  views.stop()
  for (const set of sets) laidOver(views.current().configuration, set)
}

const iso = (ms: number): string | null => (Number.isFinite(ms) && ms > 0 ? new Date(ms).toISOString() : null)

/**
 * Compares two configurations on the turns that a log has recorded, each with the caches as they would have become under it. A is run again as well,
 * so that both are seen in the same way. Throws UNAVAILABLE where the range has no turn, CONFIG_INVALID that names the option.
 */
export const whatIf = async (options: WhatIfOptions): Promise<WhatIf> => {
  const { log, fromMs, toMs, setA, setB, cold, embedding, helpCentre, limit, signal, onProgress } = options
  const began = performance.now()
  await checkSets(log, [setA, setB])
  const facts = createFacts(log)
  const recorded = await recordedOutcomes(log, fromMs, toMs)
  const turns = recorded.byTurn.size
  if (turns === 0)
    throw turnstreamError(
      'UNAVAILABLE',
      `no turn was answered from ${iso(fromMs) ?? 'earliest'} to ${iso(toMs) ?? 'latest'}: there is nothing to compare on`,
    )
  const [habits, marks] = [await readHabits(log, facts), await readMarks(log, facts)]
  let done = 0
  const onTurn = (): void => onProgress(++done, 2 * turns)
  const shadow = { source: log, fromMs, toMs, cold, embedding, helpCentre, habits, signal }
  const a = await shadowOutcomes({ ...shadow, set: setA }, onTurn)
  const b = await shadowOutcomes({ ...shadow, set: setB }, onTurn)
  const latencies = latenciesOf(recorded.byTurn)
  return {
    from: iso(fromMs),
    to: iso(toMs),
    set_a: setA,
    set_b: setB,
    cold,
    recorded: summaryOf([...recorded.byTurn.values()], marks, latencies, recorded.own),
    ...compareOutcomes(a.outcomes, b.outcomes, marks, latencies, limit),
    dead: { a: a.dead, b: b.dead },
    unsaid: { a: a.unsaid, b: b.unsaid },
    duration_ms: Math.round(performance.now() - began),
  }
}
