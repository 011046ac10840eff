import { type DomainEvent, isType } from '../../processors/event.ts'
import type { Experiment } from '../../processors/experiment/experiments.ts'
import type { ArmFigure, LedgerLine, MeasuredArm, TurnExposed } from '../../schemas/types.ts'
import { hasHelped } from '../whatif/marks.ts'

/** What arms are compared by: shares of turns, USD a turn, ms from arrival to answer. */
export const metrics = ['hits', 'failed', 'unhelpful', 'cost', 'latency'] as const
export type Metric = (typeof metrics)[number]

/** With fewer conversations a standard error says nothing. */
const fewestConversations = 30

/** Counts what the log says of the arms of an experiment. */
export interface Tally {
  /** Counts an event of `cost.ledger` or `feedback.events`, or passes over it. */
  add(event: DomainEvent): void
  /** Control first. */
  arms(): readonly MeasuredArm[]
  /** How often something was counted: while it stays, so do the arms. */
  changes(): number
}

/** Turns of a conversation, then the sum of each metric over them. */
type Sums = Float64Array

const hits = new Set(['exact', 'hot', 'cold'])

/** An apology, or an answer in place of one that failed. Where no model is configured nothing has failed. */
const hasFailed = ({ source, degraded }: LedgerLine): boolean =>
  source === 'apology' || (degraded !== null && degraded !== 'no_upstream')

const valuesOf = (line: LedgerLine): Readonly<Record<Exclude<Metric, 'unhelpful'>, number>> => ({
  hits: hits.has(line.source) ? 1 : 0,
  failed: hasFailed(line) ? 1 : 0,
  cost: line.costPicoUsd / 1e12,
  latency: line.latencyMs,
})

/**
 * The mean of a metric over turns, a ratio of two sums over conversations, with its linearised standard error, in which conversations are what was drawn
 * (Cochran, "Sampling Techniques", 1977, equation 6.12 without the correction for a finite population).
 */
const figureOf = (metric: Metric, conversations: readonly Sums[], turns: number): ArmFigure => {
  const at = metrics.indexOf(metric) + 1
  const count = conversations.length
  const mean = turns === 0 ? 0 : conversations.reduce((sum, sums) => sum + sums[at]!, 0) / turns
  if (count < fewestConversations) return { metric, mean, error: null }
  const squares = conversations.reduce((sum, sums) => sum + (sums[at]! - mean * sums[0]!) ** 2, 0)
  return { metric, mean, error: Math.sqrt((count / (count - 1)) * squares) / turns }
}

/** `exposureOf`: what a turn takes part in, which is on the log before anything that is counted; null where in nothing. */
export const createTally = (
  { name, arms }: Pick<Experiment, 'name' | 'arms'>,
  exposureOf: (turnId: string) => TurnExposed | null,
): Tally => {
  const byArm = new Map(arms.map(arm => [arm.name, new Map<string, Sums>()]))
  const unhelpful = new Set<string>()
  let changes = 0
  const sumsOf = (turnId: string): Sums | null => {
    const exposure = exposureOf(turnId)
    const conversations = exposure?.experiment === name ? byArm.get(exposure.arm) : undefined
    if (!exposure || !conversations) return null
    const key = JSON.stringify([exposure.tenant, exposure.conversationId])
    const sums = conversations.get(key) ?? new Float64Array(metrics.length + 1)
    conversations.set(key, sums)
    return sums
  }
  const addTo = (sums: Sums, metric: Metric, value: number): void => {
    const at = metrics.indexOf(metric) + 1
    sums[at] = sums[at]! + value
  }
  /** What a customer says last counts. */
  const mark = (turnId: string, helped: boolean): void => {
    if (unhelpful.has(turnId) === !helped) return
    const sums = sumsOf(turnId)
    if (!sums) return
    changes++
    addTo(sums, 'unhelpful', helped ? -1 : 1)
    if (helped) unhelpful.delete(turnId)
    else unhelpful.add(turnId)
  }
  return {
    add: event => {
      if (isType(event, 'FeedbackGiven')) {
        const helped = hasHelped(event.data)
        if (helped !== null) mark(event.data.turnId, helped)
      }
      if (!isType(event, 'LedgerLine') || event.data.purpose !== 'answer') return
      const sums = sumsOf(event.data.turnId)
      if (!sums) return
      changes++
      sums[0] = sums[0]! + 1
      for (const [metric, value] of Object.entries(valuesOf(event.data))) addTo(sums, metric as Metric, value)
    },
    changes: () => changes,
    arms: () =>
      arms.map(({ name: arm }): MeasuredArm => {
        const conversations = [...byArm.get(arm)!.values()].filter(sums => sums[0]! > 0)
        const turns = conversations.reduce((sum, sums) => sum + sums[0]!, 0)
        const figures = metrics.map(metric => figureOf(metric, conversations, turns))
        return { arm, conversations: conversations.length, turns, figures }
      }),
  }
}
