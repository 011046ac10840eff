import { tableOf } from '../../cli/table.ts'
import type { BoundRun } from './evaluate.ts'

const percent = (share: number, digits: number): string => (share * 100).toFixed(digits)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const lineOf = ({ order, rate }: BoundRun, runs: readonly BoundRun[]): readonly string[] => [
  `${order}, ${percent(rate, 1)} %`,
  `${runs.filter(({ wrongPerHit }) => wrongPerHit <= rate).length} of ${runs.length}`,
  percent(mean(runs.map(({ wrongPerHit }) => wrongPerHit)), 2),
  percent(Math.max(...runs.map(({ wrongPerHit }) => wrongPerHit)), 2),
  percent(mean(runs.map(({ hitRate }) => hitRate)), 1),
  percent(mean(runs.map(({ bestFixed }) => bestFixed)), 1),
]

/** The result of `npm run bound` for a terminal. */
export const formatBound = (runs: readonly BoundRun[]): string =>
  tableOf(
    ['order, bound', 'within it', 'wrong of hits, %', 'at worst', 'hits, %', 'best fixed threshold, %'],
    [...Map.groupBy(runs, ({ order, rate }) => `${order} ${rate}`).values()].map(group => lineOf(group[0]!, group)),
    1,
  )
