import Table from 'cli-table3'
import type { Interval } from './interval.ts'
import type { RouteEvaluation } from './route.ts'
import type { CurvePoint } from './routing-curve.ts'

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const signed = (text: string): string => (text.startsWith('-') ? text : `+${text}`)

/** A share in percent or points, and any other figure as it is. */
const figures = {
  percent: (share: number): string => (share * 100).toFixed(1),
  plain: (value: number): string => value.toFixed(3),
}

const withInterval = (value: number, ci95: Interval, text: (value: number) => string): string =>
  `${text(value)} (${ci95.map(text).join(' to ')})`

const height = 10

/** The curve as text, a dot where chance would be. */
const plot = (curve: readonly CurvePoint[]): string => {
  const [weak, strong] = [curve[0]!.accuracy, curve.at(-1)!.accuracy]
  const [low, high] = [Math.min(...curve.map(point => point.accuracy)), Math.max(...curve.map(point => point.accuracy))]
  const rowOf = (accuracy: number): number =>
    high === low ? height : height - Math.round(((accuracy - low) / (high - low)) * height)
  const wide = 3
  const grid = Array.from({ length: height + 1 }, () => Array.from({ length: curve.length * wide }, () => ' '))
  for (const [n, { strongShare, accuracy }] of curve.entries()) {
    grid[rowOf(weak + strongShare * (strong - weak))]![n * wide] = '·'
    grid[rowOf(accuracy)]![n * wide] = 'o'
  }
  const label = (at: number): string => (at === 0 ? percent(high) : at === height ? percent(low) : '').padStart(8)
  return [
    '   right',
    ...grid.map((row, at) => `${label(at)} │${row.join('').trimEnd()}`),
    `${' '.repeat(9)}└${'─'.repeat(curve.length * wide)}`,
    `${' '.repeat(10)}0 %${'to the strong model  100 %'.padStart((curve.length - 1) * wide)}`,
  ].join('\n')
}

/** The result of `eval route` for a terminal: a table of the routers and the curve of the one in question. */
export const formatRouteEvaluation = (result: RouteEvaluation): string => {
  const { rows, folds, router, weakAccuracy, strongAccuracy, curve, msPerTurn, embeddingMsPerTurn, routers } = result
  const table = new Table({
    head: ['', '% to the strong model', 'less neighbours', 'APGR', 'less neighbours'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  })
  table.push(
    ...Object.entries(routers).map(([name, { strongShareAt95, apgr, ci95, lessNeighbours: less }]) => [
      name,
      withInterval(strongShareAt95, ci95.strongShareAt95, figures.percent),
      name === 'neighbours'
        ? ''
        : withInterval(less.strongShareAt95.difference, less.strongShareAt95.ci95, value =>
            signed(figures.percent(value)),
          ),
      withInterval(apgr, ci95.apgr, figures.plain),
      name === 'neighbours'
        ? ''
        : withInterval(less.apgr.difference, less.apgr.ci95, value => signed(figures.plain(value))),
    ]),
  )
  return [
    `For 95 % of the strong model's accuracy (${percent(strongAccuracy)}, the weak one's ${percent(weakAccuracy)}), out of ${folds} folds, with 95 % intervals:`,
    table.toString(),
    `${router}, and chance as dots:`,
    plot(curve),
    `${rows} rows; ${router} takes ${msPerTurn.toFixed(3)} ms a turn, its vector ${embeddingMsPerTurn.toFixed(2)} ms before that.`,
  ].join('\n')
}
