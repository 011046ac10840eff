import type { Row } from './report.ts'
import { type RowId, targets } from './targets.ts'

/** One figure of one row on both sides. */
export interface Compared {
  readonly id: RowId
  readonly measure: string
  readonly unit: string
  readonly better: 'lower' | 'higher' | 'equal'
  /** One for each round in which the row came to an end. */
  readonly other: readonly number[]
  readonly own: readonly number[]
  /** Mean of this checkout over mean of the other; null where one side has no figure. */
  readonly ratio: number | null
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Every goal of the rows and what a request cost the server, there and here; what neither side has is left out. */
export const compareRows = (ids: readonly RowId[], other: readonly Row[], own: readonly Row[]): readonly Compared[] => {
  const figure = (rows: readonly Row[], id: RowId, read: (row: Row) => number | null | undefined): readonly number[] =>
    rows.filter(row => row.id === id).flatMap(row => read(row) ?? [])
  const pair = (
    id: RowId,
    about: Pick<Compared, 'measure' | 'unit' | 'better'>,
    read: (row: Row) => number | null | undefined,
  ): Compared => {
    const [theirs, ours] = [figure(other, id, read), figure(own, id, read)]
    const ratio = theirs.length > 0 && ours.length > 0 && mean(theirs) !== 0 ? mean(ours) / mean(theirs) : null
    return { id, ...about, other: theirs, own: ours, ratio }
  }
  const pairs = ids.flatMap(id => [
    ...targets[id].goals.map(({ measure, unit, better }) =>
      pair(id, { measure, unit, better }, row => row.goals.find(goal => goal.measure === measure)?.value),
    ),
    pair(id, { measure: 'server CPU', unit: 'µs/request', better: 'lower' }, row => row.cpuUs?.server),
  ])
  return pairs.filter(({ other: theirs, own: ours }) => theirs.length + ours.length > 0)
}
