import { send } from './api.ts'
import { make } from './dom.ts'
import { count, ms } from './format.ts'
import { type Histogram, histogramsBy, type Quantile, quantile } from './prometheus.ts'

const layers: readonly (readonly [layer: string, name: string])[] = [
  ['exact', 'Exact hit'],
  ['hot', 'Hot hit'],
  ['cold', 'Cold hit'],
  ['none', 'Miss, answered'],
]

const shown = (estimate: Quantile | null): string =>
  estimate === null ? '' : `${estimate.atMost ? '≤ ' : ''}${ms(estimate.value * 1_000)}`

const row = (name: string, histogram: Histogram): HTMLElement =>
  make(
    'tr',
    {},
    make('th', { scope: 'row' }, name),
    make('td', {}, shown(quantile(histogram, 0.5))),
    make('td', {}, shown(quantile(histogram, 0.95))),
    make('td', {}, count(histogram.count)),
  )

/** Latency of answers by layer, of this process since its start, out of its metrics. Throws a Failure. */
export const latencyTable = async (): Promise<HTMLElement> => {
  const text = await (await send('/metrics')).text()
  const histograms = histogramsBy(text, 'turnstream_answer_seconds', 'layer')
  const rows = layers.flatMap(([layer, name]) => {
    const histogram = histograms.get(layer)
    return histogram && histogram.count > 0 ? [row(name, histogram)] : []
  })
  if (rows.length === 0) return make('p', { class: 'empty' }, 'Latencies come with the first answer of this process.')
  return make(
    'table',
    { class: 'figures-table' },
    make(
      'caption',
      {},
      'Latency, arrival of the request to its answer, since this process started; estimated from histogram buckets',
    ),
    make(
      'thead',
      {},
      make('tr', {}, ...['Layer', 'p50', 'p95', 'Answers'].map(name => make('th', { scope: 'col' }, name))),
    ),
    make('tbody', {}, ...rows),
  )
}
