import type { Manner } from '../provider.ts'
import type { Corpus } from './corpus.ts'

/** Providers stream a few words at a time. */
const wordsPerPiece = 8

const inPieces = (text: string): readonly string[] => {
  const words = text.match(/\s*\S+/g) ?? []
  return Array.from({ length: Math.ceil(words.length / wordsPerPiece) }, (_, at) =>
    words.slice(at * wordsPerPiece, (at + 1) * wordsPerPiece).join(''),
  )
}

/** Right answers at once: for learning. */
export const quickAnswers = (corpus: Corpus): Manner => ({
  firstPieceMs: 0,
  perPieceMs: null,
  pieces: question => inPieces(corpus.answerTo(question)),
})

/** Right answers after `ms`. */
export const answersAfter = (corpus: Corpus, ms: number): Manner => ({ ...quickAnswers(corpus), firstPieceMs: ms })

/** Every token has so many characters, so that those that arrive together can be told apart. */
export const tokenLength = 7

/** Answers of `count` tokens, no two answers the same: equal ones would be served to questions in between. */
export const tokens = (count: number, firstPieceMs: number, perPieceMs: number): Manner => {
  let answers = 0
  return {
    firstPieceMs,
    perPieceMs,
    pieces: () => {
      const from = answers++ * count
      return Array.from({ length: count }, (_, at) => ` ${(from + at).toString(36).padStart(tokenLength - 1, 'x')}`)
    },
  }
}
