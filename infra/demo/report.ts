import { cpus, loadavg } from 'node:os'
import { type Percentiles, recordLatency } from '../eval/latency.ts'
import type { Bulk } from './bulk.ts'
import type { AfterChange } from './fence.ts'
import type { Measured } from './measure.ts'
import type { Outcome } from './outcome.ts'
import type { Spending } from './spending.ts'

interface Latency extends Percentiles {
  readonly requests: number
}

/** A wrong hit, for those who want to know why. */
interface WrongHit {
  readonly turnId: string
  readonly text: string
  readonly asked: string | null
  readonly got: string | null
  readonly layer: string | null
  readonly similarity: number | null
}

/** What the demo found; shares are in [0, 1], latencies whole HTTP requests in ms. */
export interface DemoReport {
  readonly seed: number
  readonly turns: number
  readonly seconds: number
  readonly turnsPerSecond: number
  readonly concurrency: number
  readonly hits: { readonly exact: number; readonly semantic: number; readonly misses: number }
  readonly hitRate: number
  readonly wrongHits: number
  readonly wrongPerHit: number
  readonly wrongHitExamples: readonly WrongHit[]
  readonly unhelpfulMarks: number
  readonly unseen: { readonly asked: number; readonly semantic: number; readonly wrong: number }
  readonly latencyMs: {
    /** One request at a time. */
    readonly exact: Latency
    /** One request at a time. */
    readonly semantic: Latency
    /** In the bulk, several at a time, the stub's own time included. */
    readonly miss: Latency
  }
  readonly policyChange: Bulk['change'] & AfterChange
  readonly spending: Spending & {
    readonly simulated: true
    readonly costUsd: number
    readonly baselineUsd: number
    readonly saved: number
    /** The part of `saved` that is due to hits. */
    readonly savedByHits: number
    /** That due to smaller models. */
    readonly savedByRouting: number
    /** The rest: shorter prompts save, those that show existing answers to choose from are longer. */
    readonly savedByPrompts: number
    /** What the same calls would have cost less at the models that were asked than at the baseline's, of the latter: routing alone. */
    readonly routedOff: number
    /** Tokens that were not used, of those that the baseline would have. */
    readonly fewerTokens: number
  }
  readonly machine: {
    readonly cpus: number
    readonly model: string
    readonly node: string
    readonly rssMb: number
    /** Processes that wanted a CPU over the last minute: where it exceeds the CPUs, others shared in the latencies. */
    readonly load: number
  }
  readonly dataDir: string
  readonly commands: readonly string[]
}

const latencyOf = (outcomes: readonly Outcome[]): Latency => {
  const recorder = recordLatency()
  for (const { ms } of outcomes) recorder.record(ms)
  return { requests: outcomes.length, ...recorder.percentiles() }
}

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of)

/** A turn that shows each kind of answer, with the command that explains it. */
const commandsFor = (outcomes: readonly Outcome[], dataDir: string): readonly string[] => {
  const kinds: readonly [string, (outcome: Outcome) => boolean][] = [
    ['an exact hit', ({ cached }) => cached === 'exact'],
    ['a semantic hit', ({ cached, wrongHit }) => cached !== null && cached !== 'exact' && !wrongHit],
    ['a miss', ({ cached, kind }) => cached === null && kind === 'question'],
    ['a personal question', ({ kind }) => kind === 'personal'],
    ['a wrong hit', ({ wrongHit }) => wrongHit],
  ]
  const explain = kinds.flatMap(([what, is]) => {
    const found = outcomes.findLast(is)
    return found ? [`npx turnstream explain ${found.turnId} --data-dir ${dataDir}  # ${what}`] : []
  })
  return [...explain, `npx turnstream replay --from earliest --verify --data-dir ${dataDir}`]
}

/** Sums a demo up. */
export const reportOn = (demo: {
  readonly seed: number
  readonly concurrency: number
  readonly bulk: Bulk
  readonly measured: Measured
  readonly afterChange: AfterChange
  readonly spending: Spending
  readonly dataDir: string
}): DemoReport => {
  const { bulk, measured, spending } = demo
  const { outcomes } = bulk
  const exact = outcomes.filter(({ cached }) => cached === 'exact').length
  const misses = outcomes.filter(({ cached }) => cached === null)
  const hits = outcomes.length - misses.length
  const wrong = outcomes.filter(({ wrongHit }) => wrongHit)
  const semantic = measured.unseen.filter(({ cached }) => cached === 'hot' || cached === 'cold')
  const { costPicoUsd, baselinePicoUsd } = spending
  return {
    seed: demo.seed,
    turns: outcomes.length,
    seconds: bulk.seconds,
    turnsPerSecond: outcomes.length / bulk.seconds,
    concurrency: demo.concurrency,
    hits: { exact, semantic: hits - exact, misses: misses.length },
    hitRate: share(hits, outcomes.length),
    wrongHits: wrong.length,
    wrongPerHit: share(wrong.length, hits),
    wrongHitExamples: wrong.map(({ turnId, text, asked, got, cached, similarity }) => ({
      turnId,
      text,
      asked,
      got,
      layer: cached,
      similarity,
    })),
    unhelpfulMarks: bulk.unhelpful,
    unseen: {
      asked: measured.unseen.length,
      semantic: semantic.length,
      wrong: measured.unseen.filter(({ wrongHit }) => wrongHit).length,
    },
    latencyMs: { exact: latencyOf(measured.exact), semantic: latencyOf(semantic), miss: latencyOf(misses) },
    policyChange: { ...bulk.change, ...demo.afterChange },
    spending: {
      ...spending,
      simulated: true,
      costUsd: costPicoUsd / 1e12,
      baselineUsd: baselinePicoUsd / 1e12,
      saved: share(spending.savedPicoUsd, baselinePicoUsd),
      savedByHits: share(spending.avoidedPicoUsd, baselinePicoUsd),
      savedByRouting: share(spending.unroutedPicoUsd - costPicoUsd, baselinePicoUsd),
      savedByPrompts: share(
        spending.savedPicoUsd - spending.avoidedPicoUsd - spending.unroutedPicoUsd + costPicoUsd,
        baselinePicoUsd,
      ),
      routedOff: share(spending.unroutedPicoUsd - costPicoUsd, spending.unroutedPicoUsd),
      fewerTokens: 1 - share(spending.promptTokens + spending.completionTokens, spending.baselineTokens),
    },
    machine: {
      cpus: cpus().length,
      model: cpus()[0]?.model.trim() ?? 'unknown',
      load: loadavg()[0]!,
      rssMb: Math.round(process.memoryUsage().rss / 1e6),
      node: process.version,
    },
    dataDir: demo.dataDir,
    commands: commandsFor(outcomes, demo.dataDir),
  }
}
