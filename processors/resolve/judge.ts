import type { Candidate, Enrichment, GuardVerdict, Resolution, Timings, TurnReceived } from '../../schemas/types.ts'
import { anonymous } from '../learn/admit.ts'
import { claimedBy } from '../policy.ts'
import type { Views } from '../views.ts'
import type { Guard } from './guards/guard.ts'
import { polarity } from './guards/polarity.ts'
import { slots } from './guards/slots.ts'
import { entryIdOf, identityOf, keysOf } from './identity.ts'

/** In the order in which they are asked; adding one is a file and a line here. */
const guards: readonly Guard[] = [slots, polarity]

/** Flags that keep a turn away from shared answers. */
const unshareable = ['personal', 'time_sensitive', 'follow_up', 'flagged']

/** Why the caches are not asked about a turn, or null. */
export const bypassOf = (turn: TurnReceived, enrichment: Enrichment, views: Views): string | null => {
  const mode = modeOf(enrichment.scene, views)
  if (mode === 'direct' || mode === 'batch') return `mode ${mode}`
  const flag = enrichment.flags.find(name => unshareable.includes(name))
  if (flag) return flag
  if (!enrichment.standsAlone) return 'follow_up'
  if (turn.tools !== null) return 'tools'
  if (turn.choices > 1) return 'choices'
  return null
}

export const modeOf = (scene: string, views: Views): string => views.configuration.cache.modes[scene] ?? 'cache'

/** What a lookup found for a turn. */
export interface Found {
  readonly candidates: readonly Candidate[]
  readonly timings: Timings
}

/**
 * The judgement: whether one of the candidates answers this turn. Pure; the whole of its input is in the resolution that
 * it returns, so it can be made again. The same question is served outright; else the nearest entry, where it is at least
 * as near as the threshold and no guard refuses it; else the nearest one of `cache.agreement` neighbours that all give the same
 * answer. Entries of another tenant, identity or embedding model, expired ones, ones that a policy change has claimed
 * and ones that are not shared with this asker are never served, whatever the search returned.
 */
export const judge = (
  turn: TurnReceived,
  enrichment: Enrichment,
  found: Found,
  views: Views,
  nowMs: number,
): Resolution => {
  const { cache } = views.configuration
  const identity = identityOf(turn, enrichment, views.configuration)
  const threshold = Math.max(cache.thresholds[enrichment.scene] ?? cache.threshold, turn.minSimilarity ?? 0)
  const { exactKey } = keysOf(enrichment, identity)
  const verdicts: GuardVerdict[] = []
  const miss = (reason: string, detail: string | null): Resolution => ({
    outcome: 'none',
    reason,
    detail,
    entryId: null,
    similarity: found.candidates[0]?.similarity ?? null,
    threshold,
    identity,
    exactKey,
    candidates: [...found.candidates],
    guards: verdicts,
    mode: modeOf(enrichment.scene, views),
    timings: found.timings,
    views: views.versions,
  })
  const hit = (candidate: Candidate, reason: string): Resolution => ({
    ...miss(reason, null),
    outcome: candidate.layer,
    entryId: candidate.entryId,
    similarity: candidate.similarity,
  })

  const bypass = bypassOf(turn, enrichment, views)
  if (bypass) return miss('bypass', bypass)

  /** The same question word for word: found under its exact key, or hot although that has expired. */
  const isSame = ({ layer, entryId }: Candidate): boolean =>
    layer === 'exact' || (layer === 'hot' && entryId === entryIdOf(exactKey))
  /** Null where the candidate may be served. */
  const refusal = (candidate: Candidate): string | null => {
    const unfit = unfitness(candidate)
    if (unfit) {
      verdicts.push({ guard: 'entry', entryId: candidate.entryId, verdict: 'refuse', detail: unfit })
      return unfit
    }
    if (isSame(candidate)) return null
    for (const guard of guards) {
      const on = cache.guards[guard.name]
      const detail = on ? guard.judge(enrichment, candidate) : null
      const verdict = on ? (detail === null ? 'pass' : 'refuse') : 'off'
      verdicts.push({ guard: guard.name, entryId: candidate.entryId, verdict, detail })
      if (detail !== null) return `${guard.name}: ${detail}`
    }
    return null
  }
  const unfitness = (candidate: Candidate): string | null => {
    if (candidate.tenant !== turn.tenant) return 'another tenant'
    if (candidate.identity !== identity) return 'another identity'
    if (candidate.language !== enrichment.language) return 'another language'
    if (!isSame(candidate) && candidate.embeddingModel !== enrichment.embeddingModel) return 'another embedding model'
    if (candidate.expiresAtMs <= nowMs) return 'expired'
    const own = turn.asker !== anonymous && candidate.askers.includes(turn.asker)
    if (!candidate.shared && !own) return 'not shared yet'
    const policy = claimedBy(views.policies, candidate, nowMs)
    return policy ? `claimed by policy ${policy.version}` : null
  }

  const [nearest] = found.candidates
  if (!nearest) return miss('no_candidate', null)
  const fit: Candidate[] = []
  let refused: string | null = null
  for (const candidate of found.candidates) {
    const reach = isSame(candidate) || candidate.similarity >= Math.min(threshold, cache.agreementSimilarity)
    if (!reach) break
    const why = refusal(candidate)
    if (why !== null) {
      refused ??= why
      continue
    }
    if (isSame(candidate)) return hit(candidate, 'exact')
    fit.push(candidate)
  }
  const [best] = fit
  if (best && best.similarity >= threshold) return hit(best, 'threshold')
  // A caller that raised the threshold asked for nearness, which agreement does not give.
  if (best && cache.agreement > 1 && turn.minSimilarity === null) {
    const around = fit.slice(0, cache.agreement)
    const agree =
      around.length === cache.agreement &&
      around.every(
        ({ similarity, answerHash }) => similarity >= cache.agreementSimilarity && answerHash === best.answerHash,
      )
    if (agree) return hit(best, 'agreement')
  }
  return refused === null || best ? miss('below_threshold', null) : miss('refused', refused)
}
