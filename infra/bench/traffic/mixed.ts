import { zipf } from '../../demo/zipf.ts'
import type { Random } from '../../runtime/simulation/random.ts'
import { chatRequest } from '../load/request.ts'
import { ownOrderQuestion, personalQuestions } from './personal.ts'

/**
 * Shares of the mixed traffic. Hits are 0.765 where every unseen wording hits, which leaves the 75 % of the target room
 * for those that do not; texts never embedded are the last three, 0.15. What is never embedded and never hits mostly names an
 * order number, as in real support traffic: a cache does not grow by it.
 */
export const mixedShares = { exact: 0.675, personal: 0.175, unseen: 0.09, ownOrder: 0.05, unknown: 0.01 } as const

export type MixedKind = keyof typeof mixedShares

export interface MixedTraffic {
  next(): { readonly kind: MixedKind; readonly request: Buffer }
}

const signedIn = 0.6
const users = 5_000
const exponent = 1

/** Endless traffic of a support desk: popular questions by a Zipf law, new wordings, personal questions, new questions. */
export const mixedTraffic = (sources: {
  /** Questions whose answers are in the exact cache. */
  readonly learned: readonly string[]
  readonly unseen: () => string
  readonly unknown: () => string
  readonly random: Random
}): MixedTraffic => {
  const { learned, unseen, unknown, random } = sources
  const texts: Readonly<Record<MixedKind, () => string>> = {
    exact: zipf(learned, exponent, random),
    personal: () => random.pick(personalQuestions),
    unseen,
    ownOrder: () => ownOrderQuestion(random),
    unknown,
  }
  const kinds = Object.entries(mixedShares) as [MixedKind, number][]
  const draw = (): MixedKind => {
    let left = random.next()
    for (const [kind, share] of kinds) {
      left -= share
      if (left < 0) return kind
    }
    return 'exact'
  }
  return {
    next: () => {
      const kind = draw()
      const userId = random.chance(signedIn) ? `shopper-${random.int(1, users)}` : null
      return { kind, request: chatRequest(texts[kind](), { userId }) }
    },
  }
}
