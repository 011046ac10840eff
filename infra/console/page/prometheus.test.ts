import { expect, it } from 'vitest'
import { histogramsBy, quantile } from './prometheus.ts'

const text = `# TYPE t_seconds histogram
t_seconds_bucket{le="0.001",layer="exact"} 6
t_seconds_bucket{le="0.002",layer="exact"} 8
t_seconds_bucket{le="0.005",layer="exact"} 10
t_seconds_bucket{le="+Inf",layer="exact"} 10
t_seconds_sum{layer="exact"} 0.01
t_seconds_bucket{layer="none",le="0.001"} 0
t_seconds_bucket{layer="none",le="+Inf"} 4
other_seconds_bucket{le="0.001",layer="exact"} 99
`

const layers = histogramsBy(text, 't_seconds', 'layer')

it('histograms are read by label, whatever the order of labels, and other metrics left alone', () => {
  expect([...layers.keys()]).toEqual(['exact', 'none'])
  expect(layers.get('exact')!.count).toBe(10)
})

it('a quantile is spread evenly within its bucket', () => {
  expect(quantile(layers.get('exact')!, 0.7)).toEqual({ value: 0.0015, atMost: false })
  expect(quantile(layers.get('exact')!, 0.95)!.value).toBeCloseTo(0.00425)
})

it('in the first bucket only a bound is known, beyond the last finite one only that', () => {
  expect(quantile(layers.get('exact')!, 0.5)).toEqual({ value: 0.001, atMost: true })
  expect(quantile(layers.get('none')!, 0.5)).toEqual({ value: 0.001, atMost: false })
})

it('nothing observed has no quantile', () => {
  expect(quantile({ buckets: [[1, 0]], count: 0 }, 0.5)).toBeNull()
})
