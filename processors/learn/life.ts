import type { EntryProposed, EntryStored } from '../../schemas/types.ts'
import type { DeciderConfiguration } from '../configuration.ts'
import { isVolatile } from '../enrich/flags/volatile.ts'

/**
 * How long an entry lives that is stored at `nowMs`: as long as its scene says, shorter where the answer changes every few days. It
 * is an instant, written with the entry: no use of it moves that.
 */
export const lifeOf = (
  { scene, question }: Pick<EntryProposed, 'scene' | 'question'>,
  { ttls, ttlMs, volatileTtlMs, exactTtlMs }: DeciderConfiguration['cache'],
  nowMs: number,
): Pick<EntryStored, 'storedAtMs' | 'expiresAtMs' | 'exactExpiresAtMs'> => {
  const ofScene = ttls[scene] ?? ttlMs
  const lifeMs = isVolatile(question) ? Math.min(ofScene, volatileTtlMs) : ofScene
  return {
    storedAtMs: nowMs,
    expiresAtMs: nowMs + lifeMs,
    exactExpiresAtMs: nowMs + Math.min(exactTtlMs, lifeMs),
  }
}
