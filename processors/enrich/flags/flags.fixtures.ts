import type { Slot } from '../../../schemas/types.ts'
import { foldText } from '../normalise.ts'
import { extractSlots } from '../slots/extract.ts'

/** The form in which the flags read a text. */
export const lineOf = (text: string): string =>
  foldText(text).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

export const slotsOf = (text: string): readonly Slot[] => extractSlots(text, products)

const products = ['Fellside waterproof jacket']
