import { createHash } from 'node:crypto'
import type { Enrichment, TurnReceived } from '../../schemas/types.ts'
import { templateVersion } from '../compress/template.ts'
import type { DeciderConfiguration } from '../configuration.ts'

const sha256 = (parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

const routing = new WeakMap<DeciderConfiguration, string>()

/** Stands for the model where the router chooses: changes with the tiers, the pools and their models. */
export const routingVersion = (configuration: DeciderConfiguration): string => {
  const known = routing.get(configuration)
  if (known) return known
  const { route, pools } = configuration
  const version = sha256([
    route,
    Object.entries(pools).map(([name, { kind, tier, model }]) => [name, kind, tier, model]),
  ])
  routing.set(configuration, version)
  return version
}

/**
 * Hash of all that an entry must share with a turn beside the question itself. A change of any part makes older entries
 * unreachable at once. The scene counts only where the caller named it: one recognised from the text may differ between
 * two wordings of a question.
 */
export const identityOf = (turn: TurnReceived, enrichment: Enrichment, configuration: DeciderConfiguration): string =>
  sha256([
    turn.tenant,
    turn.scene,
    enrichment.language,
    turn.model === 'auto' ? routingVersion(configuration) : turn.model,
    turn.systemPrompt,
    turn.responseFormat,
    turn.maxTokens,
    configuration.dataVersion,
    templateVersion,
    configuration.compress.systemPrompt,
  ]).slice(0, 32)

/** `exact_cache:{scene}:{hash}` and `semantic_cache:{scene}:{hash}`; the hash covers the identity and the text. */
export const keysOf = (enrichment: Enrichment, identity: string): { exactKey: string; entryId: string } => {
  const hash = sha256([identity, enrichment.textHash]).slice(0, 32)
  const exactKey = `exact_cache:${enrichment.scene}:${hash}`
  return { exactKey, entryId: entryIdOf(exactKey) }
}

/** The entry that an exact key belongs to. */
export const entryIdOf = (exactKey: string): string => exactKey.replace(/^exact_cache:/, 'semantic_cache:')
