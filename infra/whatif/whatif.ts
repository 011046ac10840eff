import { turnstreamError } from '../../processors/errors.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import { laidOver } from '../configuration/load.ts'
import type { Log } from '../log/in-use.ts'
import { createFacts } from '../runtime/facts.ts'
import { followViews } from '../runtime/views.ts'
import { readHabits } from '../shadow/habits.ts'
import { readLag } from '../shadow/lag.ts'
import type { Shadow } from '../shadow/run.ts'
import { type Comparison, compareOutcomes } from './compare.ts'
import { readMarks } from './marks.ts'
import { recordedOutcomes, shadowOutcomes } from './runs.ts'
import { latenciesOf, type Summary, summaryOf } from './summary.ts'
import { checkWhole } from './whole.ts'

interface RangeOptions {
  readonly log: Log
  /** Event time, ms since 1970; both ends belong to the range. */
  readonly fromMs: number
  readonly toMs: number
  /** Whether it begins with empty caches. */
  readonly cold: boolean
  readonly embedding: EmbeddingModel
  readonly helpCentre: HelpCentre
  /** Changed turns shown, at most. */
  readonly limit: number
  readonly signal: AbortSignal
  /** Turns that have been answered, of all shadows together, and how many there are. */
  readonly onProgress: (done: number, total: number) => void
}

export interface WhatIfOptions extends RangeOptions {
  /** Options set otherwise in each; none: as recorded. */
  readonly setA: readonly string[]
  readonly setB: readonly string[]
}

export interface ReplayedOptions extends RangeOptions {
  /** Options set otherwise; none: as recorded. */
  readonly set: readonly string[]
  /** An empty directory for the log of the replay; without it that goes away. */
  readonly dir?: string
}

/** The document of `turnstream replay --json`, but for --verify: A is what was recorded, B what the replay has come to. */
export interface Replayed extends Comparison, Pick<Shadow, 'dead' | 'unsaid'> {
  readonly from: string | null
  readonly to: string | null
  readonly set: readonly string[]
  readonly cold: boolean
  readonly duration_ms: number
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

/** Refuses what cannot be set, before anything takes its time. Throws CONFIG_INVALID that names the option. */
export const checkSets = async (log: Log, sets: readonly (readonly string[])[]): Promise<void> => {
  const views = await followViews(log)
  views.stop()
  for (const set of sets) laidOver(views.current().configuration, set)
}

const iso = (ms: number): string | null => (Number.isFinite(ms) && ms > 0 ? new Date(ms).toISOString() : null)

/** What both need of a log before anything is run. */
const begin = async ({ log, fromMs, toMs, cold }: RangeOptions) => {
  await checkWhole(log, { fromMs, cold })
  const facts = createFacts(log)
  const recorded = await recordedOutcomes(log, fromMs, toMs)
  const turns = recorded.byTurn.size
  if (turns === 0)
    throw turnstreamError(
      'UNAVAILABLE',
      `no turn was answered from ${iso(fromMs) ?? 'earliest'} to ${iso(toMs) ?? 'latest'}: there is nothing to replay`,
    )
  const [habits, marks] = [await readHabits(log, facts), await readMarks(log, facts)]
  return { recorded, turns, habits, lagMs: await readLag(log), marks, latencies: latenciesOf(recorded.byTurn) }
}

const counting = (onProgress: RangeOptions['onProgress'], total: number) => {
  let done = 0
  return (): void => onProgress(Math.min(++done, total), total)
}

/**
 * Compares two configurations on the turns that a log has recorded, each with the caches as they would have become under it. A is run again as well,
 * so that both are seen in the same way. Throws UNAVAILABLE where the range has no turn, or where retention has dropped what it needs, CONFIG_INVALID that names the option.
 */
export const whatIf = async (options: WhatIfOptions): Promise<WhatIf> => {
  const { log, fromMs, toMs, setA, setB, cold, embedding, helpCentre, limit, signal, onProgress } = options
  const began = performance.now()
  const { recorded, turns, habits, lagMs, marks, latencies } = await begin(options)
  const onTurn = counting(onProgress, 2 * turns)
  const shadow = { source: log, fromMs, toMs, cold, embedding, helpCentre, habits, lagMs, signal }
  const a = await shadowOutcomes({ ...shadow, set: setA }, onTurn)
  const b = await shadowOutcomes({ ...shadow, set: setB }, onTurn)
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

/** Runs the turns of a range again, and compares what comes of them with what was recorded. Throws as `whatIf`. */
export const replayed = async (options: ReplayedOptions): Promise<Replayed> => {
  const { log, fromMs, toMs, set, cold, embedding, helpCentre, limit, signal, dir, onProgress } = options
  const began = performance.now()
  const { recorded, turns, habits, lagMs, marks, latencies } = await begin(options)
  const shadow = { source: log, fromMs, toMs, set, cold, embedding, helpCentre, habits, lagMs, signal }
  const { outcomes, dead, unsaid } = await shadowOutcomes(
    { ...shadow, ...(dir === undefined ? {} : { dir }) },
    counting(onProgress, turns),
  )
  return {
    ...{ from: iso(fromMs), to: iso(toMs), set, cold },
    ...compareOutcomes(recorded, outcomes, marks, latencies, limit),
    ...{ dead, unsaid, duration_ms: Math.round(performance.now() - began) },
  }
}
