import type { ChoiceCost, TurnAnswered, Usage } from '../../schemas/types.ts'
import { countTokens } from '../compress/tokens.ts'
import type { Price } from '../configuration.ts'
import { picoUsd } from '../infer/price.ts'

/**
 * What offering existing answers took and what choosing one spared, at the prices of the model that was asked, by the
 * name that it gave itself or that it was `asked` by. Null where nothing was offered. What nobody was billed for took and
 * spared nothing: where the FAQ library chose, or another turn's call did.
 */
export const choiceCost = (
  { choice, calls, usage, text, model }: TurnAnswered,
  asked: string,
  atMs: number,
  prices: readonly Price[],
): ChoiceCost | null => {
  if (!choice) return null
  const chosen = choice.entryId !== null
  const savedTokens = chosen && calls > 0 ? Math.max(0, countTokens(text) - usage.completionTokens) : 0
  return priceChoice(
    { offered: choice.offered, chosen, tokens: choice.tokens, savedTokens },
    [model, asked],
    atMs,
    prices,
  )
}

/** The tokens of a choice at the prices of the first of these names that has one; of none they cost 0. */
export const priceChoice = (
  { offered, chosen, tokens, savedTokens }: Omit<ChoiceCost, 'costPicoUsd' | 'savedPicoUsd'>,
  names: readonly string[],
  atMs: number,
  prices: readonly Price[],
): ChoiceCost => {
  const priced = (some: Partial<Usage>): number =>
    names.reduce<number | null>((known, name) => known ?? picoUsd({ ...none, ...some }, name, atMs, prices), null) ?? 0
  return {
    offered,
    chosen,
    tokens,
    costPicoUsd: priced({ promptTokens: tokens }),
    savedTokens,
    savedPicoUsd: priced({ completionTokens: savedTokens }),
  }
}

const none: Usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: true }
