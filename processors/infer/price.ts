import type { Usage } from '../../schemas/types.ts'
import type { Price } from '../configuration.ts'

/**
 * What the tokens cost at that time, in 1e-12 USD, exactly: a price of 1 USD for 1,000,000 tokens is 1,000,000 pico-USD
 * for each, so six decimal places leave no remainder. The newest price of the model that is valid by then counts; prompt
 * tokens from the provider's prefix cache cost the cached price. Null where the list has no price for the model.
 */
export const picoUsd = (usage: Usage, model: string, atMs: number, prices: readonly Price[]): number | null => {
  const price = priceAt(model, atMs, prices)
  if (!price) return null
  const { input, cachedInput, output } = readOf(price)
  const cached = BigInt(Math.min(usage.cachedTokens, usage.promptTokens))
  const fresh = BigInt(usage.promptTokens) - cached
  const total = fresh * input + cached * cachedInput + BigInt(usage.completionTokens) * output
  return Number(total)
}

const priceAt = (model: string, atMs: number, prices: readonly Price[]): Price | null => {
  let newest: Price | null = null
  for (const price of prices) {
    if (price.model !== model || readOf(price).fromMs > atMs) continue
    if (!newest || readOf(price).fromMs >= readOf(newest).fromMs) newest = price
  }
  return newest
}

/** A price as it is counted with: 1e-12 USD for each token. */
interface Read {
  readonly fromMs: number
  readonly input: bigint
  readonly cachedInput: bigint
  readonly output: bigint
}

/** A list is read for a million lines when they are priced again, and its texts never change. */
const read = new WeakMap<Price, Read>()

const readOf = (price: Price): Read => {
  const known = read.get(price)
  if (known) return known
  const made: Read = {
    fromMs: Date.parse(price.valid_from),
    input: picoPerToken(price.input),
    cachedInput: picoPerToken(price.cached_input),
    output: picoPerToken(price.output),
  }
  read.set(price, made)
  return made
}

/** From a decimal of USD for 1,000,000 tokens. Never through a float: 0.1 is none. */
const picoPerToken = (usdPerMillion: string): bigint => {
  const [whole = '0', places = ''] = usdPerMillion.split('.')
  return BigInt(whole + places.padEnd(6, '0'))
}
