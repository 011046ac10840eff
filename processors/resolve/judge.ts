import type { Candidate, Enrichment, GuardVerdict, Resolution, Timings, TurnReceived } from '../../schemas/types.ts'
import { type Purpose, purposeOf } from '../purpose.ts'
import { barOf } from '../steer/bar.ts'
import { checkOf } from '../steer/check.ts'
import type { Views } from '../views.ts'
import { answersOf, type Backed, confidenceOf, evidenceFor, type Setting } from './evidence.ts'
import type { Ground } from './evidence-weights.ts'
import { condition } from './guards/condition.ts'
import { direction } from './guards/direction.ts'
import type { Guard } from './guards/guard.ts'
import { polarity } from './guards/polarity.ts'
import { quantifier } from './guards/quantifier.ts'
import { slots } from './guards/slots.ts'
import { wording } from './guards/wording.ts'
import { identityOf, keysOf } from './identity.ts'
import { type Asked, isSameQuestion, isSharedWith, unfitnessOf } from './standing.ts'

/** In the order in which they are asked; adding one is a file and a line here. */
export const guards: readonly Guard[] = [slots, polarity, quantifier, condition, direction, wording]

/** Asked to see what a model says. */
const unanswered: ReadonlySet<Purpose> = new Set(['check', 'judgement', 'summary'])

/** Flags that keep a turn away from shared answers. */
export const unshareable: readonly string[] = ['personal', 'time_sensitive', 'follow_up', 'flagged']

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

/** How candidates are looked at. Whoever judges the same ones many times, under many configurations, may remember what came of it. */
export interface Scales {
  /** Why a guard refuses an entry, or null. */
  refusal(guard: Guard, enrichment: Enrichment, candidate: Candidate): string | null
  /** How sure it is that an answer is right. */
  confidence(ground: Ground, answer: Backed, served: Candidate, setting: Setting): number
}

export const plainScales: Scales = {
  refusal: (guard, enrichment, candidate) => guard.judge(enrichment, candidate),
  confidence: (ground, answer, served, setting) => confidenceOf(evidenceFor[ground](answer, served, setting), ground),
}

/** What a lookup found for a turn. */
export interface Found {
  readonly candidates: readonly Candidate[]
  readonly timings: Timings
}

/**
 * The judgement: whether one of the candidates answers this turn. Pure; the whole of its input is in the resolution that
 * it returns, so it can be made again. The same question is served outright. Else the neighbours vote: the answer that most
 * speaks for is served, from the nearest of its entries that no guard refuses, where that is near enough by itself (`cache.threshold`;
 * `cache.readThreshold` where the wording was compared) or enough neighbours agree (`cache.agreement`), and where what the neighbours say leaves no more doubt than
 * `cache.maxFalseRate` allows, as it was steered for the scene. Entries of another tenant, identity or embedding model, expired ones and ones that a policy
 * change has claimed have no vote; those that are not shared with this asker have one, and are never served.
 */
export const judge = (
  turn: TurnReceived,
  enrichment: Enrichment,
  found: Found,
  views: Views,
  nowMs: number,
  scales: Scales = plainScales,
): Resolution => {
  const { cache } = views.configuration
  const identity = identityOf(turn, enrichment, views.configuration)
  const threshold = Math.max(cache.thresholds[enrichment.scene] ?? cache.threshold, turn.minSimilarity ?? 0)
  const { exactKey } = keysOf(enrichment, identity)
  const verdicts: GuardVerdict[] = []
  let refused: string | null = null
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
    confidence: null,
    check: null,
  })
  const hit = (candidate: Candidate, reason: string, confidence: number | null): Resolution => ({
    ...miss(reason, null),
    outcome: candidate.layer,
    entryId: candidate.entryId,
    similarity: candidate.similarity,
    confidence,
    check:
      confidence === null
        ? null
        : checkOf({ turnId: turn.turnId, tenant: turn.tenant, scene: enrichment.scene, confidence }, views),
  })

  const bypass = bypassOf(turn, enrichment, views)
  if (bypass) return miss('bypass', bypass)
  if (unanswered.has(purposeOf(turn.turnId))) return miss('check', null)

  // Near or not near: the model has not read the text, so that entries that agree are no more sure than one alone.
  const isUnread = enrichment.flags.includes('outside_vocabulary')
  const asked: Asked = { turn, enrichment, identity, exactKey }
  const refuse = (candidate: Candidate, guard: string, detail: string): void => {
    verdicts.push({ guard, entryId: candidate.entryId, verdict: 'refuse', detail })
    refused ??= guard === 'entry' ? detail : `${guard}: ${detail}`
  }
  const isFit = (candidate: Candidate): boolean => {
    const unfit = unfitnessOf(candidate, asked, views, nowMs)
    if (unfit !== null) refuse(candidate, 'entry', unfit)
    return unfit === null
  }
  const isShared = (candidate: Candidate, backers: readonly Candidate[]): boolean => {
    const shared = isSharedWith(turn, candidate, backers)
    if (!shared) refuse(candidate, 'entry', 'not shared yet')
    return shared
  }
  /** Guards that judge one entry by itself are not asked about one that others vouch for. */
  const passes = (candidate: Candidate, isVouched: boolean): boolean =>
    guards.every(guard => {
      if (guard.alone && isVouched) return true
      const on = cache.guards[guard.name]
      const detail = on ? scales.refusal(guard, enrichment, candidate) : null
      if (detail !== null) refuse(candidate, guard.name, detail)
      else verdicts.push({ guard: guard.name, entryId: candidate.entryId, verdict: on ? 'pass' : 'off', detail: null })
      return detail === null
    })

  if (found.candidates.length === 0) return miss('no_candidate', null)
  const fit = found.candidates.filter(isFit)
  const same = fit.find(candidate => isSameQuestion(candidate, asked))
  if (same && isShared(same, [same])) return hit(same, 'exact', null)

  const raised = turn.minSimilarity !== null
  // A caller that raised the threshold asked for nearness, which agreement does not give.
  const reach = cache.agreement === 0 || raised ? threshold : Math.min(threshold, cache.agreementSimilarity)
  // What the wording guard has read on both sides need not be as near.
  const near = raised || !cache.guards.wording ? threshold : Math.min(threshold, cache.readThreshold)
  const bar = barOf(views, turn.tenant, enrichment.scene)
  /** Neighbours that agree make up for nearness, unless each must stand by itself. */
  const areEnough = (backers: readonly Candidate[]): boolean => backers.length >= cache.agreement && !bar.apart
  const agrees = (backers: readonly Candidate[], { similarity }: Candidate): boolean =>
    similarity >= near || areEnough(backers)
  let doubtful: Resolution | null = null
  let far = false
  for (const answer of cache.agreement === 0 ? fit.map(alone) : answersOf(fit)) {
    const backers = answer.backers.filter(({ similarity }) => similarity >= reach)
    if (!backers[0] || !agrees(backers, backers[0])) {
      far = true
      continue
    }
    const isVouched = cache.agreement > 0 && areEnough(backers) && !isUnread
    const served = backers.find(candidate => isShared(candidate, answer.backers) && passes(candidate, isVouched))
    if (!served || !agrees(backers, served)) continue
    const reason = served.similarity >= threshold ? 'threshold' : isVouched ? 'agreement' : 'wording'
    if (cache.agreement === 0) return hit(served, reason, null)
    const ground = isVouched ? (bar.learnedEveryMs > 0 ? 'order' : 'agreement') : 'wording'
    const { learned, learnedEveryMs } = bar
    const setting = { asked: enrichment.normalised, neighbours: fit, learned, learnedEveryMs, nowMs }
    const confidence = scales.confidence(ground, answer, served, setting)
    const least = isVouched ? bar.leastConfidence : bar.leastByWording
    if (confidence >= least) return hit(served, reason, confidence)
    const detail = `${served.entryId}: confidence ${confidence} of ${least}`
    doubtful ??= { ...miss('unsure', detail), confidence }
  }
  if (doubtful !== null) return doubtful
  return refused === null || far ? miss('below_threshold', null) : miss('refused', refused)
}

/** Where neighbours do not vote each entry stands for itself. */
const alone = (candidate: Candidate): Backed => ({ group: candidate.answerHash, backers: [candidate] })
