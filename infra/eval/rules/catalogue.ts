import { byCosine, byLabel, byText, type Grouping } from './grouping.ts'
import type { NamedRule } from './rule.ts'
import { plainThreshold } from './threshold.ts'
import { verified } from './vcache.ts'
import { agreement, kernelVote } from './votes.ts'

const thresholds = [0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97]

/** Thresholds that the product is run at with all its guards, and without the vote of neighbours. */
export const guardedThresholds = [0.7, 0.8, 0.9, 0.93, 0.97] as const

const groupings = [byLabel, byText, byCosine(0.6), byCosine(0.65), byCosine(0.7)]

const votes = (grouping: Grouping): readonly NamedRule[] => [
  agreement(3, 0.65, grouping),
  agreement(5, 0.75, grouping),
  kernelVote(0.8, grouping),
  kernelVote(0.9, grouping),
  kernelVote(0.95, grouping),
]

const deltas = [0.005, 0.01, 0.02, 0.03, 0.05]

/** The rules of the table, in its order; adding one is a line here. */
export const rules: readonly NamedRule[] = [
  ...thresholds.map(plainThreshold),
  ...groupings.flatMap(votes),
  ...deltas.map(delta => verified({ delta })),
  verified({ delta: 0.02, storesEach: true }),
]
