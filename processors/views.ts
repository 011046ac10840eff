import type { PolicyChanged } from '../schemas/types.ts'
import { type DeciderConfiguration, deciderConfiguration } from './configuration.ts'
import type { DomainEvent } from './event.ts'

/**
 * The tables that deciders consult, folded from `policy.changes` and `control` and versioned by their offsets. A decision
 * records the versions it read; `at` gives the same tables again.
 */
export interface Views {
  readonly versions: { readonly policyEpoch: number; readonly controlVersion: number }
  readonly policies: readonly PolicyInForce[]
  readonly configuration: DeciderConfiguration
  readonly health: Readonly<Record<string, string>>
  readonly load: { readonly turnsPerSecond: number; readonly inFlight: number }
}

export interface PolicyInForce extends PolicyChanged {
  readonly eventId: string
  /** Offset on `policy.changes`. */
  readonly epoch: number
  readonly sinceMs: number
}

export const initialViews: Views = {
  versions: { policyEpoch: -1, controlVersion: -1 },
  policies: [],
  configuration: deciderConfiguration.parse({}),
  health: {},
  load: { turnsPerSecond: 0, inFlight: 0 },
}

/** The views after the record at `offset` of its topic. Events of other topics change nothing. */
export const evolveViews = (views: Views, event: DomainEvent, offset: number): Views => {
  const control = { ...views.versions, controlVersion: offset }
  switch (event.type) {
    case 'PolicyChanged':
      return {
        ...views,
        versions: { ...views.versions, policyEpoch: offset },
        policies: [...views.policies, { ...event.data, eventId: event.id, epoch: offset, sinceMs: event.timeMs }],
      }
    case 'ConfigurationApplied':
      return {
        ...views,
        versions: control,
        configuration: deciderConfiguration.parse(JSON.parse(event.data.configuration)),
      }
    case 'PoolHealthChanged':
      return { ...views, versions: control, health: { ...views.health, [event.data.pool]: event.data.state } }
    case 'LoadMeasured':
      return {
        ...views,
        versions: control,
        load: { turnsPerSecond: event.data.turnsPerSecond, inFlight: event.data.inFlight },
      }
    default:
      return views
  }
}
