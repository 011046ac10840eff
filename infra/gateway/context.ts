import type { Logger, Turnstream } from '../runtime/turnstream.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Refusals } from './refusals.ts'

/** What the routes work with. */
export interface GatewayContext {
  readonly turnstream: Turnstream
  readonly logger: Logger
  readonly metrics: Metrics
  readonly refusals: Refusals
  /** Of this release, for people and for `/openapi.json`. */
  readonly version: string
}
