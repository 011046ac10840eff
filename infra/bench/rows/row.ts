import type { Percentiles } from '../../eval/latency.ts'
import type { Bed } from '../bed.ts'
import type { Observed } from '../report.ts'

/** Measures one row on a bed; those that need no server leave it stopped. */
export type RunRow = (bed: Bed) => Promise<Observed>

/** Layers of a semantic hit. */
export const semanticLayers = ['hot', 'cold'] as const

/** Percentiles as a detail: three of them and how many requests. */
export const shown = (latency: { count(): number; percentiles(): Percentiles }) => ({
  requests: latency.count(),
  ...latency.percentiles(),
})
