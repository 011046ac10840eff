import { usdText } from '../ledger/usd.ts'
import { type Estimate, inUnits, sumOfPairs } from '../whatif/paired.ts'
import { missed } from './arm.ts'
import { paretoFront } from './front.ts'
import type { Course, Courses } from './sweep.ts'

const picoPerUsd = 1e12

/** What one configuration came to. Money is exact decimal USD. */
export interface Swept {
  /** Options set otherwise; none: as recorded. */
  readonly set: readonly string[]
  /** In [0, 1]. */
  readonly hit_rate: number
  readonly exact_hits: number
  readonly semantic_hits: number
  /** Turns that another turn's call answered. */
  readonly joined: number
  /** Hits of which the log says whether they were right: somebody has said so of that answer, or a model has answered that very turn. */
  readonly judged_hits: number
  /** Those of them that were wrong. */
  readonly wrong_hits: number
  readonly spent_usd: string
  /** Less the configuration as it was recorded, over questions. */
  readonly difference: { readonly hit_rate: Estimate; readonly spent_usd: Estimate }
  /** Whether no other spends as little and is as seldom wrong, and less of one. */
  readonly on_front: boolean
}

/** The document of `turnstream whatif --vary … --json`. */
export interface SweepResult {
  readonly kind: 'sweep'
  readonly from: string | null
  readonly to: string | null
  readonly cold: boolean
  readonly turns: number
  /** Distinct ones. */
  readonly questions: number
  /** What really was. */
  readonly recorded: { readonly hit_rate: number }
  /** The configuration as it was recorded, in the same way as the others. */
  readonly as_recorded: Swept
  readonly configurations: readonly Swept[]
  readonly duration_ms: number
}

const costOf = ({ served, missCost }: Course, turn: number): number => (served[turn] === missed ? missCost[turn]! : 0)
const isHit = ({ served }: Course, turn: number): number => (served[turn]! >= 0 ? 1 : 0)

const countOf = (values: Int32Array, is: (value: number) => boolean): number =>
  values.reduce((count, value) => count + (is(value) ? 1 : 0), 0)

const spentOf = (course: Course): bigint =>
  course.served.reduce((sum, _code, turn) => sum + BigInt(costOf(course, turn)), 0n)

/** Sums up what a sweep has come to. */
export const sweptOf = ({
  turnIds: { length: turns },
  questions,
  courses,
}: Pick<Courses, 'turnIds' | 'questions' | 'courses'>): readonly Swept[] => {
  const [recorded] = courses
  const over = (of: (turn: number) => number): Estimate =>
    sumOfPairs(Array.from(questions, (question, turn) => ({ cluster: question, difference: of(turn) })))
  const spent = courses.map(spentOf)
  const front = paretoFront(courses.map(({ wrong }, at) => ({ spent: Number(spent[at]), wrong })))
  return courses.map((course, at) => {
    const { set, served, exact, judged, wrong } = course
    const hits = countOf(served, code => code >= 0)
    return {
      set,
      ...{ hit_rate: hits / turns, exact_hits: exact, semantic_hits: hits - exact },
      joined: turns - hits - countOf(served, code => code === missed),
      ...{ judged_hits: judged, wrong_hits: wrong, spent_usd: usdText(spent[at]!) },
      difference: {
        hit_rate: inUnits(
          over(turn => isHit(course, turn) - isHit(recorded!, turn)),
          turns,
        ),
        spent_usd: inUnits(
          over(turn => costOf(course, turn) - costOf(recorded!, turn)),
          picoPerUsd,
        ),
      },
      on_front: front[at]!,
    }
  })
}
