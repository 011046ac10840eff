import type { Message, Offer } from '../../schemas/types.ts'
import { countMessages } from '../compress/tokens.ts'
import { labelOf } from './label.ts'

/** Version of the instruction; rises with every edit, because choices depend on it. */
export const instructionVersion = 'choose-1'

/** What stands before the offers in a system message, */
export const heading = '\n\nAnswers that were given before:\n'

/** and what follows them. */
export const instruction = `If one of these answers is what you would tell the customer now, complete and right in every detail and in the customer's language, reply with its label alone, as in ${labelOf(1)}, and with nothing else.
Otherwise write your own answer, and mention neither these answers nor their labels.`

const textOf = (offers: readonly Offer[]): string => {
  const answers = offers.map(({ text }, at) => `${labelOf(at + 1)} ${text}`)
  return `${heading}${answers.join('\n')}\n${instruction}`
}

/**
 * A prompt with the offers. They stand at the end of the system message: what never changes comes before them, and not
 * every server takes a second system message.
 */
export const withOffers = (messages: readonly Message[], offers: readonly Offer[]): readonly Message[] => {
  const [system, ...rest] = messages
  if (offers.length === 0 || !system) return messages
  return [{ ...system, content: system.content + textOf(offers) }, ...rest]
}

/** Tokens that the offers add to a prompt. */
export const offerTokens = (messages: readonly Message[], offers: readonly Offer[]): number =>
  offers.length === 0 ? 0 : countMessages(withOffers(messages, offers)) - countMessages(messages)
