import { extractSlots } from '../../enrich/slots/extract.ts'
import { candidateOf, enrichmentOf } from '../../fixtures.ts'
import type { Guard } from './guard.ts'

/** What a guard says of two questions in a language; null where it lets the one be answered with the other's answer. */
export const judgedBy =
  (guard: Guard) =>
  (asked: string, stored: string, language = 'en'): string | null =>
    guard.judge(
      enrichmentOf({ normalised: asked, language, slots: extractSlots(asked, []) }),
      candidateOf({ question: stored, language, slots: extractSlots(stored, []) }),
    )
