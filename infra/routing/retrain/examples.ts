import type { Tier } from '../../../processors/configuration.ts'
import { isMisrouted, type Verdict } from '../../../processors/drift/judgement.ts'
import { type DomainEvent, idOf, isType } from '../../../processors/event.ts'
import type { EventLog } from '../../../processors/ports/log.ts'
import type { Facts } from '../../../processors/processor.ts'
import type { Features } from '../../../processors/route/features.ts'
import type { OffsetRange, Usage } from '../../../schemas/types.ts'
import { decodedOrNull, pagesOf } from '../../runtime/pages.ts'

/** From the smallest. */
export const tiers = ['small', 'medium', 'large'] as const satisfies readonly Tier[]

/** A turn of which somebody has said which tiers should answer it. */
export interface Example {
  readonly turnId: string
  /** When it was routed, event time, ms since 1970. */
  readonly timeMs: number
  readonly tenant: string
  readonly features: Features
  /** Places among the tiers: from the least that is enough to the most that is needed. */
  readonly least: number
  readonly most: number
  /** Turns that it stands for, over those that a judged one stands for in the mean. */
  readonly weight: number
  /** Tokens of its prompt and of the answer that it got. */
  readonly usage: Usage
  readonly maxTokens: number
}

export interface Examples {
  /** By time, those of a time by turn. */
  readonly judged: readonly Example[]
  /** Of customers who marked what a small or medium tier said as unhelpful, judged turns aside. */
  readonly unhelpful: readonly Example[]
  readonly madeOf: readonly OffsetRange[]
}

/** No turn stands for more than so many times as many turns as another: one rare draw would decide for all. */
const mostWeight = 10

interface Heard {
  /** By turn. */
  readonly judgements: Map<string, DomainEvent<'RouteJudged'>>
  /** The last mark, by turn. */
  readonly marks: Map<string, boolean>
  readonly madeOf: OffsetRange[]
}

const hear = async (log: Pick<EventLog, 'begin' | 'end' | 'read'>, partitions: number): Promise<Heard> => {
  const heard: Heard = { judgements: new Map(), marks: new Map(), madeOf: [] }
  for (let partition = 0; partition < partitions; partition++) {
    const at = { topic: 'feedback.events', partition }
    const [from, to] = [await log.begin(at), await log.end(at)]
    if (from === to) continue
    heard.madeOf.push({ ...at, from: Number(from), to: Number(to) })
    for await (const records of pagesOf(log, at))
      for (const record of records) {
        // A server may go on writing.
        const event = record.offset < to ? decodedOrNull(record) : null
        if (event && isType(event, 'RouteJudged') && event.data.verdict !== 'unknown')
          heard.judgements.set(event.data.turnId, event)
        if (event && isType(event, 'FeedbackGiven') && event.data.helpful !== null)
          heard.marks.set(event.data.turnId, event.data.helpful)
      }
  }
  return heard
}

/**
 * The tiers that a verdict allows. What fits is right, a larger one would be waste; who asks for a larger one does not say how large. A verdict that
 * blames no route says that the last tier on that side is right.
 */
const allowedBy = (tier: Tier, verdict: Verdict): Pick<Example, 'least' | 'most'> => {
  const at = tiers.indexOf(tier)
  if (!isMisrouted(tier, verdict)) return { least: at, most: at }
  return verdict === 'weak' ? { least: at + 1, most: tiers.length - 1 } : { least: 0, most: at - 1 }
}

/** What came of a turn that the router has sent to a tier; null of others: those that a caller or a draw sent elsewhere, and what no model answered. */
const routedTurn = (turnId: string, facts: Facts) => {
  const route = facts.find('TurnRouted', idOf.route(turnId))
  const answered = facts.find('TurnAnswered', idOf.answered(turnId))
  if (!route || !answered || answered.data.source !== 'model' || answered.data.degraded !== null) return null
  const tier = tiers.find(each => each === answered.data.tier)
  if (!tier || !tiers.some(each => each === route.data.tier)) return null
  const { tenant, features, maxTokens, propensity } = route.data
  const { usage } = answered.data
  const turn = { turnId, timeMs: route.timeMs, tenant, features: features as Features, usage, maxTokens }
  return { tier, propensity, turn }
}

const byTime = (a: Example, b: Example): number => a.timeMs - b.timeMs || (a.turnId < b.turnId ? -1 : 1)

/**
 * What the log says of routes that happened. A judged turn was drawn, by its judgement and, under load, by its route, and counts for the inverse of
 * its chance; a mark was drawn by nobody and counts for its own turn alone.
 */
export const readExamples = async (
  log: Pick<EventLog, 'begin' | 'end' | 'read'>,
  partitions: number,
  facts: Facts,
): Promise<Examples> => {
  const { judgements, marks, madeOf } = await hear(log, partitions)
  const drawn = [...judgements.values()].flatMap(({ data }): Example[] => {
    const routed = routedTurn(data.turnId, facts)
    if (!routed) return []
    const weight = 1 / (data.propensity * routed.propensity)
    return [{ ...routed.turn, ...allowedBy(routed.tier, data.verdict as Verdict), weight }]
  })
  const top = mostWeight * drawn.reduce((least, { weight }) => Math.min(least, weight), Number.POSITIVE_INFINITY)
  const mean = drawn.reduce((sum, { weight }) => sum + Math.min(top, weight), 0) / Math.max(1, drawn.length)
  const unhelpful = [...marks].flatMap(([turnId, helpful]): Example[] => {
    const routed = helpful || judgements.has(turnId) ? null : routedTurn(turnId, facts)
    if (!routed || routed.tier === 'large') return []
    return [{ ...routed.turn, ...allowedBy(routed.tier, 'weak'), weight: 1 / (mean || 1) }]
  })
  return {
    judged: drawn.map(each => ({ ...each, weight: Math.min(top, each.weight) / mean })).sort(byTime),
    unhelpful: unhelpful.sort(byTime),
    madeOf,
  }
}
