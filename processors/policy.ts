import { drawnFor } from './draw.ts'
import type { PolicyInForce } from './views.ts'

/** What a policy change is matched against. */
export interface Claimable {
  readonly entryId: string
  readonly tenant: string
  /** Every scene that its answer touches. */
  readonly scenes: readonly string[]
  readonly policyEpoch: number
  readonly version: string
  readonly products: readonly string[]
  /** Articles, and passages of documents, that its answer rests on. */
  readonly sources: readonly string[]
  /** Question and answer, lower case; may be empty where no policy `looksAtKeywords`. */
  readonly keywords: string
}

const dayMs = 86_400_000

const ordered = /^v?\d/

/**
 * Whether a data version is older than another. Labels that begin with a number (2026-09, v3, 1.10) are ordered; others,
 * such as hashes, are only the same or not, and one that differs counts as older.
 */
export const isOlder = (version: string, than: string): boolean =>
  version !== than &&
  (!ordered.test(version) || !ordered.test(than) || version.localeCompare(than, 'en', { numeric: true }) < 0)

/** Whether a source is one, or a passage of it: `returns#3` of `returns`. */
const isOf = (source: string, named: string): boolean => source === named || source.startsWith(`${named}#`)

/**
 * Whether a change matches an entry, its rollout aside. Every criterion that is given must hold; a change without any
 * matches all entries of its tenant and scene.
 */
export const matches = (policy: PolicyInForce, entry: Claimable): boolean =>
  (policy.tenant === null || policy.tenant === entry.tenant) &&
  (policy.scene === null || entry.scenes.includes(policy.scene)) &&
  (policy.entries.length === 0 || policy.entries.includes(entry.entryId)) &&
  (policy.sources.length === 0 || entry.sources.some(source => policy.sources.some(named => isOf(source, named)))) &&
  (policy.beforeVersion === null || isOlder(entry.version, policy.beforeVersion)) &&
  (policy.products.length === 0 ||
    policy.products.some(product => entry.products.some(name => name.toLowerCase() === product.toLowerCase()))) &&
  (policy.keywords.length === 0 || policy.keywords.some(keyword => entry.keywords.includes(keyword.toLowerCase())))

/** Whether some change can only be matched with the keywords of an entry. */
export const looksAtKeywords = (policies: readonly PolicyInForce[]): boolean =>
  policies.some(({ keywords }) => keywords.length > 0)

/** Where an entry stands in a gradual rollout: [0, 1), the same after every restart. */
export const rolloutShare = (policy: PolicyInForce, entryId: string): number => drawnFor(`${policy.epoch}/${entryId}`)

/** Whether a gradual change may have come to claim entries that were not claimed a day before. */
export const isRollingOut = ({ sharePerDay, sinceMs }: PolicyInForce, nowMs: number): boolean =>
  sharePerDay !== null && nowMs < sinceMs + (Math.ceil(1 / sharePerDay) + 1) * dayMs

/**
 * The first change that forbids serving an entry at `nowMs`, or null. An entry made under the epoch of a change, or a
 * later one, already follows it. Costs the number of changes, not of entries.
 */
export const claimedBy = (
  policies: readonly PolicyInForce[],
  entry: Claimable,
  nowMs: number,
): PolicyInForce | null => {
  for (const policy of policies) {
    if (policy.epoch <= entry.policyEpoch || !matches(policy, entry)) continue
    if (policy.sharePerDay === null) return policy
    const days = 1 + Math.max(0, Math.floor((nowMs - policy.sinceMs) / dayMs))
    if (rolloutShare(policy, entry.entryId) < policy.sharePerDay * days) return policy
  }
  return null
}
