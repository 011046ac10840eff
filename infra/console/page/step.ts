import type { z } from 'zod'
import type { EventData, EventType } from '../../../schemas/types.ts'
import type { turnEvents } from '../../gateway/turn-events.ts'
import { cosine, count, ms, plural, usd } from './format.ts'

export type TurnEvent = z.infer<typeof turnEvents>['event']

/** 1e-12 USD in one. */
const pico = 1e-12

const reasons: Readonly<Record<string, string>> = {
  no_candidate: 'nothing to compare with',
  below_threshold: 'nothing near enough',
  refused: 'the nearest was refused by a guard',
  unsure: 'its neighbours leave too much doubt',
  bypass: 'the caches were not asked',
}

const resolved = ({ outcome, reason, similarity, threshold }: EventData['TurnResolved']['resolution']): string => {
  if (outcome === 'exact') return 'Exact hit: the same question was in the cache'
  const near = similarity === null ? '' : `, similarity ${cosine(similarity)} against ${cosine(threshold)}`
  return outcome === 'none' ? `Miss: ${reasons[reason] ?? reason}${near}` : `Hit in the ${outcome} layer${near}`
}

type Sentences = { readonly [Type in EventType]?: (data: EventData[Type]) => string }

const sentences: Sentences = {
  TurnReceived: ({ channel, rider }) => `Received over ${channel}${rider ? ', already looked up' : ''}`,
  // Where nothing had to be counted, as for an exact hit, the tokens are 0.
  TurnEnriched: ({ enrichment: { scene, language, slots, tokens } }) =>
    `Scene ${scene}, language ${language}, ${plural(slots.length, 'detail')}${tokens === 0 ? '' : `, ${plural(tokens, 'token')}`}`,
  TurnResolved: ({ resolution }) => resolved(resolution),
  TurnQueued: ({ behind }) => `Waits for ${behind}`,
  PromptBuilt: ({ tokensBefore, tokensAfter, pending, offers }) =>
    `${plural(tokensAfter, 'token')}${tokensAfter < tokensBefore ? ` of ${count(tokensBefore)}` : ''}, ${plural(pending.passages.length, 'passage')}${offers.length === 0 ? '' : `, ${plural(offers.length, 'existing answer')} to choose from`}`,
  TurnRouted: ({ tier, pools, score }) => `${tier} tier, pool ${pools.join(', then ')}, score ${score.toFixed(2)}`,
  InferenceRequested: ({ pool, attempt, notBeforeMs }) =>
    `Call ${attempt}, to pool ${pool}${notBeforeMs === null ? '' : ', once more'}`,
  InferenceCompleted: ({ durationMs, model, usage }) =>
    `${model} answered in ${ms(durationMs)}, ${plural(usage.promptTokens + usage.completionTokens, 'token')}`,
  InferenceFailed: ({ pool, code, durationMs }) => `Pool ${pool} failed after ${ms(durationMs)}: ${code}`,
  TurnAnswered: ({ source, latencyMs, costPicoUsd, choice }) =>
    `Answered (${source}${choice?.entryId ? ', an existing answer chosen' : ''}) after ${ms(latencyMs)} for ${usd(costPicoUsd * pico)}`,
  TurnSettled: () => 'Part of the history now',
  EntryProposed: () => 'Offered to the caches',
  EntryStored: ({ shared }) => (shared ? 'Learned: others may be served it' : 'Kept until a second asker confirms it'),
  EntryInvalidated: ({ reason }) => `Taken out of the caches: ${reason}`,
  LedgerLine: ({ source, degraded, costPicoUsd, baselinePicoUsd, baselineModel }) => {
    const unclaimed = degraded !== null && (source === 'faq' || source === 'apology')
    return `${usd(costPicoUsd * pico)}, where ${baselineModel} would have cost ${usd(baselinePicoUsd * pico)}${unclaimed ? '; degraded, so nothing is saved' : ''}`
  },
  FeedbackGiven: ({ helpful, rating }) =>
    helpful === null ? `Rated ${rating} of 5` : helpful ? 'Marked helpful' : 'Marked unhelpful',
  ReviewOpened: ({ reason }) => `Filed for review: ${reason}`,
  VerdictGiven: ({ verdict, by }) => `Reviewed by ${by}: ${verdict}`,
  ReviewDecided: ({ verdict, along }) =>
    along === null ? `The review is closed: ${verdict}` : 'Closed with another review of the same answer',
  EntryReviewed: () => 'The verdict has reached the caches’ entry',
  EntryRestored: ({ verdict }) => (verdict === 'delete' ? 'Out, but free to be learned anew' : 'Brought back'),
  DeadLettered: ({ processor, code }) => `${processor} could not process it: ${code}`,
}

/** An event as a sentence; its type where there is none. */
export const sentenceOf = ({ type, data }: TurnEvent): string => {
  const sentence = sentences[type as EventType] as ((data: unknown) => string) | undefined
  return sentence ? sentence(data) : type
}

/** A hit in the caches: what follows on the log is the record of it. */
export const isHit = ({ type, data }: TurnEvent): boolean =>
  type === 'TurnResolved' && (data as unknown as EventData['TurnResolved']).resolution.outcome !== 'none'

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * When a step ran, ms since the turn arrived. A decider's event has the time of its cause, so it is drawn no earlier than
 * its cause ended; where a step measured itself, that counts.
 */
export const spanOf = ({ type, timeMs, data }: TurnEvent, arrivedMs: number, causeEndMs: number): Span => {
  const atMs = Math.max(0, timeMs - arrivedMs, causeEndMs)
  const measured = data as {
    durationMs?: number
    latencyMs?: number
    resolution?: EventData['TurnResolved']['resolution']
  }
  if (measured.durationMs !== undefined) return { fromMs: Math.max(0, atMs - measured.durationMs), toMs: atMs }
  if (type === 'TurnAnswered' && measured.latencyMs !== undefined)
    return { fromMs: 0, toMs: Math.max(causeEndMs, measured.latencyMs) }
  if (type === 'TurnResolved' && measured.resolution) {
    const { enrichMs, embedMs, exactMs, semanticMs } = measured.resolution.timings
    // One after the other.
    return { fromMs: 0, toMs: atMs + (enrichMs ?? 0) + (embedMs ?? 0) + (exactMs ?? 0) + (semanticMs ?? 0) }
  }
  return { fromMs: atMs, toMs: atMs }
}
