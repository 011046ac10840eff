import { LRUCache } from 'lru-cache'
import type { DriftMeasured, PolicyChanged, TrustSteered } from '../schemas/types.ts'
import { type DeciderConfiguration, deciderConfiguration } from './configuration.ts'
import { documentKeyOf } from './documents/key.ts'
import type { DomainEvent } from './event.ts'
import { afterStart, afterStop, type Experiment } from './experiment/experiments.ts'
import { afterDecision, afterProposal, initialRouters, type Routers } from './route/routers.ts'
import { scopeKeyOf } from './steer/trust.ts'

/**
 * The tables that deciders consult, folded from `policy.changes` and `control` and versioned by their offsets. A decision
 * records the versions it read; `at` gives the same tables again.
 */
export interface Views {
  readonly versions: { readonly policyEpoch: number; readonly controlVersion: number }
  readonly policies: readonly PolicyInForce[]
  /** Changes that were announced, in force by now or not. */
  readonly announced: readonly { readonly eventId: string; readonly epoch: number }[]
  readonly configuration: DeciderConfiguration
  readonly health: Readonly<Record<string, string>>
  /** How far answers are trusted, by tenant and scope; nothing of one that was not measured yet. */
  readonly trust: Readonly<Record<string, TrustSteered>>
  /** How well turns of each tier were found to be routed; nothing of one that was not judged yet. */
  readonly drift: Readonly<Record<string, DriftMeasured>>
  /** From which revision on what was cut of a document may be rested on, by its key; nothing of one that has never changed. */
  readonly documents: Readonly<Record<string, number>>
  /** Weights of features that were proposed, and which of them route. */
  readonly routers: Routers
  /** In the order in which they were started, those that are over too. */
  readonly experiments: readonly Experiment[]
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
  announced: [],
  configuration: deciderConfiguration.parse({}),
  health: {},
  trust: {},
  drift: {},
  documents: {},
  routers: initialRouters,
  experiments: [],
  load: { turnsPerSecond: 0, inFlight: 0 },
}

/**
 * A configuration that another release may have written: options that this one does not know are left out, and one whose
 * values it refuses leaves `before` in force, because a log must open whatever was once applied to it.
 */
const readConfiguration = (text: string, before: DeciderConfiguration): DeciderConfiguration => {
  const known = configurations.get(text)
  if (known !== undefined) return known || before
  const read = parseConfiguration(text)
  configurations.set(text, read)
  return read || before
}

/** The same text gives the same object, for views of the past are folded again and again and memos hang on configurations. */
const configurations = new LRUCache<string, DeciderConfiguration | false>({ max: 64 })

const parseConfiguration = (text: string): DeciderConfiguration | false => {
  const withoutUnknown = (value: unknown): unknown => {
    const parsed = deciderConfiguration.safeParse(value)
    if (parsed.success) return parsed.data
    const strangers = parsed.error.issues.flatMap(issue =>
      issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [],
    )
    return strangers.length === 0 ? null : withoutUnknown(strangers.reduce(without, value))
  }
  try {
    return (withoutUnknown(JSON.parse(text)) as DeciderConfiguration | null) ?? false
  } catch {
    return false
  }
}

const without = (value: unknown, [head, ...rest]: readonly PropertyKey[]): unknown => {
  if (head === undefined || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item, i) => (i === head ? without(item, rest) : item))
  const { [head as string]: inner, ...others } = value as Record<string, unknown>
  return rest.length === 0 ? others : { ...others, [head as string]: without(inner, rest) }
}

const documentsAfter = (
  before: Views['documents'],
  { tenant, sources, revision }: PolicyChanged,
): Views['documents'] =>
  revision === null || tenant === null
    ? before
    : { ...before, ...Object.fromEntries(sources.map(documentId => [documentKeyOf({ tenant, documentId }), revision])) }

/** The views after the record at `offset` of its topic. Events of other topics change nothing. */
export const evolveViews = (views: Views, event: DomainEvent, offset: number): Views => {
  const control = { ...views.versions, controlVersion: offset }
  switch (event.type) {
    case 'PolicyChanged':
      return {
        ...views,
        versions: { ...views.versions, policyEpoch: offset },
        policies: [...views.policies, { ...event.data, eventId: event.id, epoch: offset, sinceMs: event.timeMs }],
        documents: documentsAfter(views.documents, event.data),
      }
    case 'PolicyAnnounced':
      // Prompts that are built from now on are told from those before it.
      return {
        ...views,
        versions: { ...views.versions, policyEpoch: offset },
        announced: [...views.announced, { eventId: event.id, epoch: offset }],
      }
    case 'ConfigurationApplied':
      return {
        ...views,
        versions: control,
        configuration: readConfiguration(event.data.configuration, views.configuration),
      }
    case 'PoolHealthChanged':
      return { ...views, versions: control, health: { ...views.health, [event.data.pool]: event.data.state } }
    case 'TrustSteered': {
      const { tenant, scope } = event.data
      return { ...views, versions: control, trust: { ...views.trust, [scopeKeyOf(tenant, scope)]: event.data } }
    }
    case 'DriftMeasured':
      return { ...views, versions: control, drift: { ...views.drift, [event.data.tier]: event.data } }
    case 'RouterProposed':
      return { ...views, versions: control, routers: afterProposal(views.routers, event.data, event.timeMs) }
    case 'RouterDecided':
      return { ...views, versions: control, routers: afterDecision(views.routers, event.data, event.timeMs) }
    case 'ExperimentStarted':
      return { ...views, versions: control, experiments: afterStart(views.experiments, event, offset) }
    case 'ExperimentStopped':
      return { ...views, versions: control, experiments: afterStop(views.experiments, event) }
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
