import type { Basis } from '../shadow/replies.ts'
import type { Marks } from './marks.ts'
import type { Outcome, Outcomes } from './outcomes.ts'
import { type Estimate, inUnits, sumOfPairs } from './paired.ts'
import { type Latencies, type Summary, summaryOf } from './summary.ts'

const picoPerUsd = 1e12

/** B less A, over the same turns. */
export interface Differences {
  /** Of the hit rate, in [-1, 1]. */
  readonly hit_rate: Estimate
  /** Of what the turns of customers cost, over the whole range, USD. */
  readonly spent_usd: Estimate
  readonly tokens: Estimate
  /** Of hits that are known to be wrong, over those turns alone of which it is known for both. */
  readonly wrong_hits: Estimate
}

export interface Side {
  readonly a: Summary
  readonly b: Summary
  readonly difference: Differences
}

/** A turn that the two answer in different ways. */
export interface Changed {
  readonly turn_id: string
  readonly scene: string
  readonly a: string
  readonly b: string
  readonly cost_difference_usd: number
}

/** What the log cannot tell of a configuration. */
export interface Unknowns {
  /** Misses that were hits when they were recorded, or were asked of another model: what the turn was told stands in for the reply. */
  readonly replies_stood_in: number
  /** Replies to another prompt than was recorded: as long as that one's, for a prompt of another length. */
  readonly replies_to_other_prompts: number
  /** Misses for which the log has nothing. */
  readonly replies_unknown: number
  /** Hits of which nobody has said whether they were right. */
  readonly hits_unjudged: number
}

export interface Comparison extends Side {
  readonly by_scene: Readonly<Record<string, Side>>
  readonly by_day: Readonly<Record<string, Side>>
  readonly changed: {
    readonly turns: number
    /** `cold -> model/small` and so on, the most frequent first. */
    readonly ways: Readonly<Record<string, number>>
    /** Those that differ most in cost, both ways. */
    readonly rows: readonly Changed[]
  }
  readonly unknown: { readonly a: Unknowns; readonly b: Unknowns }
}

type Pair = readonly [a: Outcome, b: Outcome]

const wayOf = ({ source, tier, degraded }: Outcome): string =>
  `${tier === null ? source : `${source}/${tier}`}${degraded ? ' (degraded)' : ''}`

const isHit = ({ layer }: Outcome): number => (layer === 'none' ? 0 : 1)

const isWrong = (marks: Marks, outcome: Outcome): number | null => {
  if (isHit(outcome) === 0) return 0
  const isRight = marks.isRight(outcome.turnId, outcome.answer)
  return isRight === null ? null : Number(!isRight)
}

const sideOf = (pairs: readonly Pair[], marks: Marks, latencies: Latencies): Side => {
  const over = (of: (pair: Pair) => number | null): Estimate =>
    sumOfPairs(
      pairs.flatMap(pair => {
        const difference = of(pair)
        return difference === null ? [] : [{ cluster: pair[0].question, difference }]
      }),
    )
  const wrong = ([a, b]: Pair): number | null => {
    const [inA, inB] = [isWrong(marks, a), isWrong(marks, b)]
    return inA === null || inB === null ? null : inB - inA
  }
  return {
    a: summaryOf(
      pairs.map(([a]) => a),
      marks,
      latencies,
    ),
    b: summaryOf(
      pairs.map(([, b]) => b),
      marks,
      latencies,
    ),
    difference: {
      hit_rate: inUnits(
        over(([a, b]) => isHit(b) - isHit(a)),
        Math.max(1, pairs.length),
      ),
      spent_usd: inUnits(
        over(([a, b]) => b.costPicoUsd - a.costPicoUsd),
        picoPerUsd,
      ),
      tokens: over(([a, b]) => b.tokens - a.tokens),
      wrong_hits: over(wrong),
    },
  }
}

const bySorted = <T>(groups: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...groups].sort(([a], [b]) => (a < b ? -1 : 1))

const unknownsOf = (outcomes: readonly Outcome[], { judged_hits }: Summary): Unknowns => {
  const resting = (on: Basis): number => outcomes.filter(({ basis }) => basis === on).length
  return {
    replies_stood_in: resting('stood in'),
    replies_to_other_prompts: resting('other prompt'),
    replies_unknown: resting('unknown'),
    hits_unjudged: outcomes.filter(outcome => isHit(outcome) === 1).length - judged_hits,
  }
}

/** Compares what became of the same turns under two configurations; turns that only one of them has answered are left out. `rows` of those that changed are shown. */
export const compareOutcomes = (
  a: Outcomes,
  b: Outcomes,
  marks: Marks,
  latencies: Latencies,
  rows: number,
): Comparison => {
  const pairs = [...a.byTurn.values()].flatMap((inA): Pair[] => {
    const inB = b.byTurn.get(inA.turnId)
    return inB ? [[inA, inB]] : []
  })
  const groupsBy = (of: (outcome: Outcome) => string): Record<string, Side> =>
    Object.fromEntries(
      bySorted(Map.groupBy(pairs, ([inA]) => of(inA))).map(([name, group]) => [name, sideOf(group, marks, latencies)]),
    )
  const changed = pairs.filter(([inA, inB]) => wayOf(inA) !== wayOf(inB) || inA.answer !== inB.answer)
  const ways = new Map<string, number>()
  for (const [inA, inB] of changed) {
    const way = `${wayOf(inA)} -> ${wayOf(inB)}`
    ways.set(way, (ways.get(way) ?? 0) + 1)
  }
  const costOf = ([inA, inB]: Pair): number => inB.costPicoUsd - inA.costPicoUsd
  const whole = sideOf(pairs, marks, latencies)
  const [ofA, ofB] = [pairs.map(([inA]) => inA), pairs.map(([, inB]) => inB)]
  return {
    a: summaryOf(ofA, marks, latencies, a.own),
    b: summaryOf(ofB, marks, latencies, b.own),
    difference: whole.difference,
    by_scene: groupsBy(({ scene }) => scene),
    by_day: groupsBy(({ day }) => day),
    changed: {
      turns: changed.length,
      ways: Object.fromEntries([...ways].sort(([, n], [, m]) => m - n)),
      rows: changed
        .toSorted((x, y) => Math.abs(costOf(y)) - Math.abs(costOf(x)) || (x[0].turnId < y[0].turnId ? -1 : 1))
        .slice(0, rows)
        .map(pair => ({
          turn_id: pair[0].turnId,
          scene: pair[0].scene,
          ...{ a: wayOf(pair[0]), b: wayOf(pair[1]), cost_difference_usd: costOf(pair) / picoPerUsd },
        })),
    },
    unknown: { a: unknownsOf(ofA, whole.a), b: unknownsOf(ofB, whole.b) },
  }
}
