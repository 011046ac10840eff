import { setTimeout as sleep } from 'node:timers/promises'
import type { Up } from './bed.ts'
import { askAll } from './load/ask.ts'
import { idle } from './load/idle.ts'
import { chatRequest } from './load/request.ts'
import { semanticLayers } from './rows/row.ts'
import type { Sizes } from './sizes.ts'
import type { Corpus } from './traffic/corpus.ts'
import { personalQuestions } from './traffic/personal.ts'
import { heavilyDressed } from './traffic/unseen.ts'

export interface Learned {
  /** Questions that the exact cache answers. */
  readonly learned: readonly string[]
  /** Those whose other wordings hit by similarity. */
  readonly robust: readonly string[]
}

/** How many times who finds fewer answers in the caches than before looks again, and after which time. */
const looks = 5
const lookAgainMs = 500

/**
 * Has every question asked by two users, after which all that may be shared is, and finds out what the caches then
 * answer to a third. The personal questions are asked once, which embeds them.
 */
export const warmUp = async (
  { connections, lane }: Up,
  corpus: Corpus,
  sizes: Sizes,
  atATime: number,
): Promise<Learned> => {
  const texts = corpus.questions.map(({ text }) => text)
  const askEach = async (messages: readonly string[], userId: string | null): Promise<readonly (string | null)[]> => {
    const requests = messages.map(message => chatRequest(message, { userId }))
    const answers = await askAll(connections, requests, atATime)
    await idle(connections, lane, sizes.settleSeconds)
    return answers.map(({ layer }) => layer)
  }
  await askEach([...texts, ...personalQuestions], 'warm-1')
  await askEach(texts, 'warm-2')
  /**
   * Caches that other servers hold follow the log in their own time, and answer slowly at first: over when a look finds no more
   * than the one before. Each look has a wording of its own.
   */
  const answeredBy = async (
    layers: readonly string[],
    from: readonly string[],
    wording: (text: string, look: number) => string,
  ): Promise<readonly string[]> => {
    let best: readonly string[] = []
    for (let look = 0; look < looks; look++) {
      const answers = await askEach(
        from.map(text => wording(text, look)),
        null,
      )
      const found = from.filter((_, at) => layers.includes(answers[at] ?? ''))
      if (found.length > best.length) best = found
      else if (best.length > 0) break
      if (best.length === from.length) break
      await sleep(lookAgainMs)
    }
    return best
  }
  const learned = await answeredBy(['exact'], texts, text => text)
  const robust = await answeredBy(semanticLayers, learned, heavilyDressed)
  return { learned, robust }
}
