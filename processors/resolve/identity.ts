import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Enrichment, TurnReceived } from '../../schemas/types.ts'
import { templateVersion } from '../compress/template.ts'
import type { DeciderConfiguration } from '../configuration.ts'

const sha256 = (parts: readonly unknown[]): string => hash('sha256', JSON.stringify(parts))

const routing = new WeakMap<DeciderConfiguration, string>()

/** Stands for the model where the router chooses: changes with the router, the tiers, the pools and their models. */
export const routingVersion = (configuration: DeciderConfiguration): string => {
  const known = routing.get(configuration)
  if (known) return known
  const { route, pools } = configuration
  // Where a model may be, how busy all are and who looks after the router says nothing of what it answers.
  const { router, model, classifier, residency, drift, busyAbove, busyWindowMs, priorities, explore, ...tiers } = route
  const version = sha256([
    // Entries from before there was a choice of routers stay in reach of the one that there was.
    router === 'features' ? tiers : { ...tiers, router, model, pool: classifier.pool },
    Object.entries(pools).map(([name, { kind, tier, model }]) => [name, kind, tier, model]),
  ])
  routing.set(configuration, version)
  return version
}

/** By configuration: most turns share all that varies here. */
const identities = new WeakMap<DeciderConfiguration, LRUCache<string, string>>()

/** A system prompt may be of any length; what is longer is hashed each time. */
const longestKnown = 400

/**
 * Hash of all that an entry must share with a turn beside the question itself. A change of any part makes older entries
 * unreachable at once. The scene counts only where the caller named it: one recognised from the text may differ between
 * two wordings of a question.
 */
export const identityOf = (
  turn: TurnReceived,
  { language }: Enrichment,
  configuration: DeciderConfiguration,
): string => {
  const { tenant, scene, model, systemPrompt, responseFormat, maxTokens } = turn
  if ((systemPrompt?.length ?? 0) + (responseFormat?.length ?? 0) > longestKnown)
    return identityAfresh(turn, language, configuration)
  const known =
    identities.get(configuration) ??
    new LRUCache<string, string>({ max: 1_000, maxSize: 200_000, sizeCalculation: (_identity, parts) => parts.length })
  identities.set(configuration, known)
  const key = JSON.stringify([tenant, scene, language, model, systemPrompt, responseFormat, maxTokens])
  const identity = known.get(key) ?? identityAfresh(turn, language, configuration)
  known.set(key, identity)
  return identity
}

const identityAfresh = (turn: TurnReceived, language: string, configuration: DeciderConfiguration): string =>
  sha256([
    turn.tenant,
    turn.scene,
    language,
    turn.model === 'auto' ? routingVersion(configuration) : turn.model,
    turn.systemPrompt,
    turn.responseFormat,
    turn.maxTokens,
    configuration.dataVersion,
    templateVersion,
    configuration.compress.systemPrompt,
    // Entries from before there were namespaces stay in reach.
    ...(configuration.namespace === '' ? [] : [configuration.namespace]),
  ]).slice(0, 32)

interface Keys {
  readonly exactKey: string
  readonly entryId: string
}

/** A turn's keys are asked for in the fast lane, by each processor and again in replay. */
const keys = new LRUCache<string, Keys>({
  max: 5_000,
  maxSize: 1_000_000,
  sizeCalculation: (_keys, about) => about.length,
})

/** `exact_cache:{scene}:{hash}` and `semantic_cache:{scene}:{hash}`; the hash covers the identity and the text. */
export const keysOf = ({ scene, textHash }: Enrichment, identity: string): Keys => {
  const about = `${identity}/${textHash}/${scene}`
  const before = keys.get(about)
  if (before) return before
  const exactKey = `exact_cache:${scene}:${sha256([identity, textHash]).slice(0, 32)}`
  const made = { exactKey, entryId: entryIdOf(exactKey) }
  keys.set(about, made)
  return made
}

/** The entry that an exact key belongs to. */
export const entryIdOf = (exactKey: string): string => exactKey.replace(/^exact_cache:/, 'semantic_cache:')

/** The scene whose entries a key is among. */
export const sceneOfKey = (exactKey: string): string =>
  exactKey.slice(exactKey.indexOf(':') + 1, exactKey.lastIndexOf(':'))
