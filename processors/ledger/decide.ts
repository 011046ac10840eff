import type { CheckedHit, LedgerLine, RouterCall, TurnAnswered, Usage } from '../../schemas/types.ts'
import { countTokens } from '../compress/tokens.ts'
import { type DomainEvent, idOf } from '../event.ts'
import { picoUsd } from '../infer/price.ts'
import { decider, type Facts } from '../processor.ts'
import { purposeOf } from '../purpose.ts'
import { checkedTurnOf, isCheck } from '../steer/check.ts'
import { choiceCost } from './choice-cost.ts'

interface Gathered {
  readonly resolved: DomainEvent<'TurnResolved'>
  readonly prompt: DomainEvent<'PromptBuilt'> | null
  /** What asking a model for the tier took; null where none was asked. */
  readonly routing: RouterCall | null
  /** The call that the answer is from; null where a cache answered. */
  readonly request: DomainEvent<'InferenceRequested'> | null
  /** The hit that a check has answered afresh; null for any other turn. */
  readonly hit: Hit | null
}

interface Hit {
  readonly propensity: number
  /** What the baseline was assumed to take for it. */
  readonly tokens: Usage
}

/** Null too where the log does not have the hit any more. */
const hitOf = (checkId: string, facts: Facts): Hit | null => {
  const turnId = checkedTurnOf(checkId)
  const propensity = facts.find('TurnResolved', idOf.resolved(turnId))?.data.resolution.check
  const tokens = facts.find('TurnAnswered', idOf.answered(turnId))?.data.reusedUsage
  return propensity && tokens ? { propensity, tokens } : null
}

const gather = (input: DomainEvent, facts: Facts): Gathered => {
  const { turnId, callId } = (input as DomainEvent<'TurnAnswered'>).data
  const prompt = facts.find('PromptBuilt', idOf.prompt(turnId))
  return {
    resolved: facts.event('TurnResolved', idOf.resolved(turnId)),
    prompt,
    routing: prompt && (facts.find('TurnRouted', idOf.route(turnId))?.data.call ?? null),
    request: callId === null ? null : facts.find('InferenceRequested', idOf.requested(callId)),
    hit: isCheck(turnId) ? hitOf(turnId, facts) : null,
  }
}

/**
 * Tokens of an answer to a miss: as billed where one call was billed for it and for nothing else, as counted where it is the
 * last resort's, or the usage is another turn's or that of failed calls too, or it was chosen and not written.
 */
const answerTokens = ({ calls, degraded, usage, text, choice }: TurnAnswered): number =>
  calls === 1 && degraded === null && !choice?.entryId ? usage.completionTokens : countTokens(text)

const nothing: Usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: true }

const baselineOf = (answer: TurnAnswered, tokensBefore: number | undefined): Usage =>
  answer.reusedUsage ?? {
    ...nothing,
    promptTokens: tokensBefore ?? answer.usage.promptTokens,
    completionTokens: answerTokens(answer),
  }

/** What the fresh answer to a hit tells of the baseline that was assumed for it; null where no model gave one. */
const checkedOf = (
  answer: TurnAnswered,
  hit: Hit | null,
  tokensBefore: number | undefined,
  priced: (usage: Usage) => number,
): CheckedHit | null => {
  if (hit === null || answer.source !== 'model' || answer.degraded !== null) return null
  const freshTokens = baselineOf(answer, tokensBefore)
  return {
    propensity: hit.propensity,
    assumedTokens: hit.tokens,
    assumedPicoUsd: priced(hit.tokens),
    freshTokens,
    freshPicoUsd: priced(freshTokens),
  }
}

/**
 * One priced line for each request. The baseline is what the configured large model would have cost without Turnstream:
 * the whole history uncompressed and a full answer on a miss, the tokens that the answer took when it was written on a
 * hit; a turn that no customer asked would not have been. A degraded line has one like any other; whether it counts as saved is for `claimsSaving`. Money is in 1e-12 USD,
 * integers, so sums are exact.
 */
export const ledger = decider<null, Gathered>({
  name: 'ledger',
  inputs: ['chat.answers'],
  reactsTo: ['TurnAnswered'],
  outputs: ['cost.ledger'],
  journal: [],
  initialState: () => null,
  evolve: state => state,
  gather,
  recall: (_outputs, input, facts) => gather(input, facts),
  decide: (_state, input, { resolved, prompt, routing, request, hit }, views) => {
    const { data } = input as DomainEvent<'TurnAnswered'>
    const { baselineModel, prices } = views.configuration
    const purpose = purposeOf(data.turnId)
    const baselineTokens = purpose === 'answer' ? baselineOf(data, prompt?.data.tokensBefore) : nothing
    const priced = (usage: Usage): number => picoUsd(usage, baselineModel, input.timeMs, prices) ?? 0
    const line: LedgerLine = {
      turnId: data.turnId,
      tenant: data.tenant,
      scene: data.scene,
      day: new Date(input.timeMs).toISOString().slice(0, 10),
      source: data.source,
      tier: data.tier,
      pool: data.pool,
      model: data.model,
      usage: data.usage,
      calls: data.calls,
      costPicoUsd: data.costPicoUsd + (routing?.costPicoUsd ?? 0),
      baselineModel,
      baselineTokens,
      baselinePicoUsd: priced(baselineTokens),
      embedMs: resolved.data.resolution.timings.embedMs,
      latencyMs: data.latencyMs,
      degraded: data.degraded,
      atMs: input.timeMs,
      views: views.versions,
      routing,
      purpose,
      checked: checkedOf(data, hit, prompt?.data.tokensBefore, priced),
      choice: choiceCost(data, request?.data.model ?? data.model, input.timeMs, prices),
    }
    return [
      {
        id: idOf.ledger(data.turnId),
        type: 'LedgerLine',
        key: data.tenant,
        timeMs: input.timeMs,
        source: 'ledger',
        subject: data.turnId,
        cause: input.id,
        data: line,
      },
    ]
  },
})
