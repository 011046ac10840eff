import type { Estimate } from './replay-shape.ts'
import { drawing, shape } from './svg.ts'

const [width, height, margin] = [160, 18, 6]

/** Where 95 % intervals are drawn on one scale, with nothing in the middle. */
export const intervalScale = (estimates: readonly Estimate[]): number =>
  Math.max(Number.EPSILON, ...estimates.flatMap(({ value, low, high }) => [value, low ?? 0, high ?? 0].map(Math.abs)))

/** A difference as a dot on its interval; `most` is what lies at either end of the scale. */
export const intervalPlot = ({ value, low, high }: Estimate, most: number, label: string): SVGElement => {
  const at = (of: number): number => width / 2 + (of / most) * (width / 2 - margin)
  return drawing(
    width,
    height,
    label,
    shape('line', { class: 'nothing', x1: width / 2, x2: width / 2, y1: 0, y2: height }),
    ...(low === null || high === null
      ? []
      : [shape('line', { class: 'interval', x1: at(low), x2: at(high), y1: height / 2, y2: height / 2 })]),
    shape('circle', { class: 'estimate', cx: at(value), cy: height / 2, r: 4 }),
  )
}
