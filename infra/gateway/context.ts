import type { Logger, Turnstream } from '../runtime/turnstream.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** What the routes work with. */
export interface GatewayContext {
  readonly turnstream: Turnstream
  readonly logger: Logger
  readonly metrics: Metrics
  /** Of this release, for people and for `/openapi.json`. */
  readonly version: string
}
