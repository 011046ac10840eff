import type { DeciderConfiguration, Tier } from '../../processors/configuration.ts'
import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import { viewsOfTurn } from '../../processors/experiment/assign.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import { purposeOf } from '../../processors/purpose.ts'
import { lastRouteAfter } from '../../processors/route/decide.ts'
import { featuresOf } from '../../processors/route/features.ts'
import { explored, tierOdds } from '../../processors/route/odds.ts'
import { isOfFeatures, weightsInForce } from '../../processors/route/routers.ts'
import { scoreBy } from '../../processors/route/score.ts'
import type { LastRoute } from '../../processors/route/tier.ts'
import type { Views } from '../../processors/views.ts'
import { decodedOrNull, pagesOf } from '../runtime/pages.ts'
import type { ViewTail } from '../runtime/views.ts'
import { hasHelped } from '../whatif/marks.ts'
import type { Weighed } from './estimate.ts'

export type RoutedLog = Pick<EventLog, 'topics' | 'begin' | 'end' | 'read'>

/** A turn that any tier might have answered, and what came of it. */
export interface RoutedRow extends Weighed {
  readonly tier: Tier
  /** How likely the other policy sends it where it was never sent. */
  readonly unseen: number
  /** How likely the other policy sends it to each tier. */
  readonly other: ReadonlyMap<Tier, number>
  /** The most likely of them. */
  readonly wanted: Tier
  readonly usd: number
  readonly latencyMs: number
  readonly unhelpful: boolean
  readonly isExplored: boolean
}

export interface RowsOptions {
  readonly log: RoutedLog
  readonly facts: Facts
  readonly views: Pick<ViewTail, 'at'>
  /** Event time, ms since 1970; both ends belong to the range. */
  readonly fromMs: number
  readonly toMs: number
  /** The configuration of the other policy over one that was in force; the same object for the same. */
  readonly laidOver: (base: DeciderConfiguration) => DeciderConfiguration
  readonly onPassed: (records: number) => void
}

const recordsOf = async function* (log: RoutedLog, topic: string, onPassed: (records: number) => void) {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === topic) ?? {}
  for (let partition = 0; partition < partitions; partition++)
    for await (const records of pagesOf(log, { topic, partition })) {
      onPassed(records.length)
      for (const record of records) {
        const event = decodedOrNull(record)
        if (event) yield event
      }
    }
}

/** Turns that a customer marked unhelpful last. */
const readUnhelpful = async (log: RoutedLog): Promise<ReadonlySet<string>> => {
  const turns = new Set<string>()
  for await (const event of recordsOf(log, 'feedback.events', () => undefined)) {
    const helped = isType(event, 'FeedbackGiven') ? hasHelped(event.data) : null
    if (helped === null || !isType(event, 'FeedbackGiven')) continue
    if (helped) turns.delete(event.data.turnId)
    else turns.add(event.data.turnId)
  }
  return turns
}

/** Where tiers do not decide. */
const elsewhere: ReadonlySet<string> = new Set(['pinned', 'background', 'mode', 'stampede', 'busy'])

/**
 * The recorded routes of customers' turns that went to a tier, in the order of their conversations, weighed by how much likelier another configuration
 * takes the same tier. What a conversation was routed to before is as it was recorded in both: what an earlier route would have led to nobody knows.
 */
export const readRows = async (options: RowsOptions): Promise<readonly RoutedRow[]> => {
  const { log, facts, views, fromMs, toMs, laidOver, onPassed } = options
  const unhelpful = await readUnhelpful(log)
  const last = new Map<string, LastRoute | null>()

  const rowOf = (route: DomainEvent<'TurnRouted'>, before: LastRoute | null): RoutedRow | null => {
    const { data, key } = route
    const { turnId } = data
    const prompt = facts.find('PromptBuilt', data.promptId)
    const line = facts.find('LedgerLine', idOf.ledger(turnId))
    if (!prompt || !line) return null
    const then = viewsOfTurn(views.at(data.views), key, turnId)
    const other: Views = { ...then, configuration: laidOver(then.configuration) }
    const oddsUnder = (of: Views) => {
      const scored = isOfFeatures(data.router)
        ? scoreBy(weightsInForce(of.routers), featuresOf(prompt.data), of.configuration.route)
        : { score: data.score, confidence: data.confidence }
      return tierOdds(before, prompt, scored, of).odds
    }
    const [logged, wished] = [oddsUnder(then), oddsUnder(other)]
    const tier = data.tier as Tier
    const taken = logged.get(tier)
    if (taken === undefined) return null
    const unseen = [...wished].reduce((sum, [each, odds]) => (logged.has(each) ? sum : sum + odds), 0)
    const [[wanted]] = [...wished].toSorted(([, a], [, b]) => b - a) as [[Tier, number]]
    return {
      weight: (wished.get(tier) ?? 0) / taken,
      cluster: prompt.data.pending.textHash,
      ...{ tier, unseen, other: wished, wanted, isExplored: data.reason === explored },
      ...{ usd: line.data.costPicoUsd / 1e12, latencyMs: line.data.latencyMs, unhelpful: unhelpful.has(turnId) },
    }
  }

  const rows: RoutedRow[] = []
  for await (const event of recordsOf(log, 'chat.routes', onPassed)) {
    if (!isType(event, 'TurnRouted')) continue
    const before = last.get(event.key) ?? null
    if (!event.data.solo) last.set(event.key, lastRouteAfter(before, event))
    const isMeant = event.timeMs >= fromMs && event.timeMs <= toMs && purposeOf(event.data.turnId) === 'answer'
    const row = isMeant && !elsewhere.has(event.data.reason) ? rowOf(event, before) : null
    if (row) rows.push(row)
  }
  return rows
}
