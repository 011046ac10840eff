/** What a reply consists of where it chooses an answer; numbers count from 1. */
export const labelOf = (number: number): string => `[[answer ${number}]]`

// A model may write a label in its own manner; each part may stand alone at the end of a piece.
const parts = ['\\[', '\\[', ' ?', ...'answer', ' ?', '(\\d', '\\d?)', ' ?', '\\]', '\\]']
const unnamed = parts.map(part => part.replace(/[()]/g, ''))

const whole = new RegExp(`^${parts.join('')}`, 'i')
const anywhere = new RegExp(parts.join(''), 'i')
const begun = new RegExp(`^${unnamed.reduceRight((rest, part) => `(?:${part}${rest})?`, '')}$`, 'i')

/** The label that a text begins with, and its number; null where it begins otherwise. */
export const labelAt = (text: string): { readonly length: number; readonly number: number } | null => {
  const found = whole.exec(text)
  return found && { length: found[0].length, number: Number(found[1]) }
}

/** Whether a text may become a label by what comes after it. */
export const mayBecomeLabel = (text: string): boolean => begun.test(text)

/** Whether a label stands somewhere in a text. */
export const hasLabel = (text: string): boolean => anywhere.test(text)
