import { plural, usd } from './format.ts'
import type { SweepResult, Swept } from './replay-shape.ts'
import { drawing, shape } from './svg.ts'

const size = { width: 640, height: 380 }
const frame = { left: 62, right: 34, top: 14, bottom: 46 }
const ticks = 4

/** Ends of an axis, a little beyond what is on it. */
const rangeOf = (values: readonly number[]): readonly [number, number] => {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = (most - least) * 0.06 || Math.abs(most) * 0.06 || 1
  return [Math.max(0, least - room), most + room]
}

export const nameOf = ({ set }: Pick<Swept, 'set'>): string => (set.length === 0 ? 'as recorded' : set.join(' '))

/** Spend against wrong hits: a dot for each configuration, those that no other is better than in both joined. */
export const frontPlot = ({ turns, as_recorded: recorded, configurations }: SweepResult): SVGElement => {
  const all = [recorded, ...configurations]
  const spent = (swept: Swept): number => Number(swept.spent_usd)
  const wrong = (swept: Swept): number => (swept.wrong_hits / turns) * 1_000
  const [left, right] = rangeOf(all.map(spent))
  const [bottom, top] = rangeOf(all.map(wrong))
  const x = (of: number): number =>
    frame.left + ((of - left) / (right - left)) * (size.width - frame.left - frame.right)
  const y = (of: number): number =>
    size.height - frame.bottom - ((of - bottom) / (top - bottom)) * (size.height - frame.top - frame.bottom)
  const steps = (from: number, to: number): readonly number[] =>
    Array.from({ length: ticks + 1 }, (_, n) => from + ((to - from) * n) / ticks)
  const dot = (swept: Swept, kind: string): SVGElement =>
    shape(
      'circle',
      { class: kind, cx: x(spent(swept)), cy: y(wrong(swept)), r: kind === 'recorded' ? 7 : 5 },
      shape(
        'title',
        {},
        `${nameOf(swept)}: ${usd(spent(swept))}, ${plural(swept.wrong_hits, 'hit')} known to be wrong, ${(swept.hit_rate * 100).toFixed(1)} % hits`,
      ),
    )
  const front = all.filter(({ on_front }) => on_front).sort((a, b) => spent(a) - spent(b) || wrong(b) - wrong(a))
  return drawing(
    size.width,
    size.height,
    `Spend against wrong hits of ${plural(configurations.length, 'configuration')}; ${plural(front.length, 'of them is', 'of them are')} not beaten in both`,
    ...steps(bottom, top).flatMap(value => [
      shape('line', { class: 'grid', x1: frame.left, x2: size.width - frame.right, y1: y(value), y2: y(value) }),
      shape('text', { x: frame.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, value.toFixed(1)),
    ]),
    ...steps(left, right).map(value =>
      shape('text', { x: x(value), y: size.height - frame.bottom + 18, 'text-anchor': 'middle' }, usd(value)),
    ),
    shape(
      'text',
      { x: (frame.left + size.width - frame.right) / 2, y: size.height - 6, 'text-anchor': 'middle' },
      'spent',
    ),
    shape(
      'text',
      {
        transform: `translate(14 ${(size.height - frame.bottom + frame.top) / 2}) rotate(-90)`,
        'text-anchor': 'middle',
      },
      'known wrong hits, of 1,000 turns',
    ),
    shape('polyline', { class: 'front', points: front.map(each => `${x(spent(each))},${y(wrong(each))}`).join(' ') }),
    ...configurations.filter(({ on_front }) => !on_front).map(each => dot(each, 'other')),
    ...configurations.filter(({ on_front }) => on_front).map(each => dot(each, 'best')),
    dot(recorded, 'recorded'),
  )
}
