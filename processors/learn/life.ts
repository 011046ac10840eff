import type { EntryProposed, EntryStored } from '../../schemas/types.ts'
import type { DeciderConfiguration } from '../configuration.ts'
import { isVolatile } from '../enrich/flags/volatile.ts'

/**
 * How long an entry lives that is stored at `nowMs`: as long as its scene says, shorter where the answer changes every few days, and
 * at most until `notAfterMs`. It is an instant, written with the entry: no use of it moves that.
 */
export const lifeOf = (
  { scene, question, origin }: Pick<EntryProposed, 'scene' | 'question' | 'origin'>,
  { ttls, ttlMs, volatileTtlMs, exactTtlMs }: DeciderConfiguration['cache'],
  nowMs: number,
  notAfterMs: number | null = null,
): Pick<EntryStored, 'storedAtMs' | 'expiresAtMs' | 'exactExpiresAtMs'> => {
  const ofScene = ttls[scene] ?? ttlMs
  // Who writes an answer down looks after it, and nothing would bring its key back within its life.
  if (origin === 'curated')
    return { storedAtMs: nowMs, expiresAtMs: nowMs + ofScene, exactExpiresAtMs: nowMs + ofScene }
  const usual = isVolatile(question) ? Math.min(ofScene, volatileTtlMs) : ofScene
  const lifeMs = Math.min(usual, (notAfterMs ?? Number.POSITIVE_INFINITY) - nowMs)
  return {
    storedAtMs: nowMs,
    expiresAtMs: nowMs + lifeMs,
    exactExpiresAtMs: nowMs + Math.min(exactTtlMs, lifeMs),
  }
}
