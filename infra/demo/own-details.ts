import type { Random } from '../runtime/simulation/random.ts'
import type { ScriptTurn } from './library.ts'

const months = 'January|February|March|April|May|June|July|August|September|October|November|December'
const orderNumber = /\bFH-\d{6}\b/g
const amount = /£\d+(?:\.\d\d)?/g
const date = new RegExp(`\\b\\d{1,2} (${months})\\b`, 'g')

/**
 * The turns of a script with details of the shopper's own: other order numbers, the same ones throughout, and in turns
 * that concern the customer other amounts and days. Without it two shoppers who follow one script would have the same
 * order, and one's answer would be the other's.
 */
export const withOwnDetails = (turns: readonly ScriptTurn[], random: Random): readonly ScriptTurn[] => {
  const numbers = new Map<string, string>()
  const numberFor = (found: string): string => {
    const own = numbers.get(found) ?? `FH-${random.int(100_000, 999_999)}`
    numbers.set(found, own)
    return own
  }
  return turns.map(turn => {
    const text = turn.text.replace(orderNumber, numberFor)
    if (!turn.personal) return { ...turn, text }
    const pounds = (): string => `£${(random.int(500, 50_000) / 100).toFixed(2)}`
    const day = (_found: string, month: string): string => `${random.int(1, 28)} ${month}`
    return { ...turn, text: text.replace(amount, pounds).replace(date, day) }
  })
}
