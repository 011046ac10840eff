import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpQuery } from '../../processors/ports/help-centre.ts'
import type { Article } from './content.ts'
import { termsOf } from './lexical.ts'
import { type Scores, vectorScorer, wordScorer } from './similarity.ts'

/** A text that a question may be like. */
interface Phrase {
  /** Of its article. */
  readonly place: number
  readonly text: string
  /** What is embedded: an article's own question together with its keywords, which are other words for the same. */
  readonly described: string
}

/** How like a question the articles are, by their place. */
export interface Likeness {
  /** With the nearest of an article's phrases. */
  readonly nearest: Scores
  /**
   * The mean of that and of the cosine with the middle of all its phrases: one phrase alone can be near by its form,
   * as "How do I return a faulty item?" is to "How do I return an item?".
   */
  readonly blended: Scores
}

const phrasesOf = ({ question, asked, keywords }: Article, place: number): readonly Phrase[] => [
  { place, text: question, described: [question, keywords.join(', ')].join(' ').trimEnd() },
  ...asked.map(text => ({ place, text, described: text })),
]

/** The best score of each place, where several scores are for one place; every place has one. */
const bestOfEach = (scores: Scores, phrases: readonly Phrase[], places: number): Scores => {
  const best = new Float64Array(places).fill(Number.NEGATIVE_INFINITY)
  for (let at = 0; at < scores.length; at += 1) {
    const { place } = phrases[at]!
    if (scores[at]! > best[place]!) best[place] = scores[at]!
  }
  return best
}

/** The normalised sums of the vectors of each place. */
const middlesOf = (
  vectors: readonly Float32Array[],
  phrases: readonly Phrase[],
  places: number,
): readonly Float32Array[] => {
  const sums = Array.from({ length: places }, () => new Float32Array(vectors[0]?.length ?? 0))
  for (const [at, vector] of vectors.entries()) {
    const sum = sums[phrases[at]!.place]!
    for (let i = 0; i < vector.length; i += 1) sum[i]! += vector[i]!
  }
  return sums.map(sum => {
    const length = Math.hypot(...sum) || 1
    return sum.map(value => value / length)
  })
}

/** Compares questions with every way in which articles are asked. Throws EMBEDDING_FAILED. */
export const phraseScorer = async (
  articles: readonly Article[],
  embedding: EmbeddingModel,
): Promise<(query: HelpQuery) => Likeness> => {
  const phrases = articles.flatMap(phrasesOf)
  const vectors = (await embedding.embed(phrases.map(({ described }) => described))).map(({ vector }) => vector)
  const byVector = vectorScorer(vectors)
  const byMiddle = vectorScorer(middlesOf(vectors, phrases, articles.length))
  const byTerms = wordScorer(phrases.map(({ text }) => termsOf(text)))
  return ({ vector, text }) => {
    if (!vector) {
      const nearest = bestOfEach(byTerms(termsOf(text)), phrases, articles.length)
      return { nearest, blended: nearest }
    }
    const nearest = bestOfEach(byVector(vector), phrases, articles.length)
    const middle = byMiddle(vector)
    return { nearest, blended: nearest.map((score, at) => (score + middle[at]!) / 2) }
  }
}
