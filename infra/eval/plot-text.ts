import type { AtThreshold } from './thresholds.ts'

const width = 60
const height = 12

/** A bound of an axis that reads well and is at least as far as the points go. */
const boundOf = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 0.001)))
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map(times => times * power).find(bound => bound >= most * (1 - 1e-9)) ?? most
}

const percent = (share: number): string => `${Number((share * 100).toFixed(3))} %`

/** What stands for a point; those that fall on the same place share the first one's. */
export const markOf = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + (index % 26))

/** Hit rate against the wrong share of hits as text: one letter for each threshold. */
export const plotText = (points: readonly AtThreshold[]): string => {
  const right = Math.min(1, boundOf(Math.max(...points.map(({ hitRate }) => hitRate))))
  const top = Math.min(1, boundOf(Math.max(...points.map(({ falsePerHit }) => falsePerHit))))
  const grid = Array.from({ length: height + 1 }, () => Array.from({ length: width + 1 }, () => ' '))
  for (const [index, { hitRate, falsePerHit }] of points.entries()) {
    const row = grid[height - Math.round((falsePerHit / top) * height)]!
    const column = Math.round((hitRate / right) * width)
    if (row[column] === ' ') row[column] = markOf(index)
  }
  const label = percent(top)
  const margin = label.length
  const edge = (at: number): string => (at === 0 ? label : at === height ? '0 %' : '').padStart(margin)
  return [
    'wrong, of hits',
    ...grid.map((row, at) => `${edge(at)} │${row.join('').trimEnd()}`),
    `${' '.repeat(margin)} └${'─'.repeat(width + 1)}`,
    `${' '.repeat(margin)}  0 %${`hits, of requests  ${percent(right)}`.padStart(width - 2)}`,
  ].join('\n')
}
