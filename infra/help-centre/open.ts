import { resolve } from 'node:path'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { FaqMatch, HelpCentre, HelpQuery } from '../../processors/ports/help-centre.ts'
import type { Passage } from '../../schemas/types.ts'
import { type Article, readContent } from './content.ts'
import { lexicalSearch, termsOf } from './lexical.ts'
import { cosine, wordCosine } from './similarity.ts'

const shipped = resolve(import.meta.dirname, '../../data/help-centre')

/** Reciprocal rank fusion: 1 / (k + rank), k = 60 as in Cormack, Clarke and Büttcher, SIGIR 2009. */
const fusionOffset = 60

/** What the right scene is worth in a fused ranking: about eight ranks near the top. */
const sceneFusion = 0.002

/** What it is worth between questions: it decides only between those that are nearly as similar. */
const sceneSimilarity = 0.02

/** A question less similar than this is about something else, unless it shares words. */
const leastSimilarity = 0.25

interface Ranked {
  readonly at: number
  readonly score: number
}

/** Best first; articles are in the order of their ids, so equal scores are too. */
const best = (a: Ranked, b: Ranked): number => b.score - a.score || a.at - b.at

const passageText = (article: Article): string => `${article.question}\n${article.answer}`

/**
 * Opens the help centre of a folder, the shipped one by default. It serves every tenant. Resolves when the vectors of all
 * questions are computed; throws CONFIG_INVALID for a file that does not parse and EMBEDDING_FAILED.
 */
export const openHelpCentre = async ({
  dir = shipped,
  embedding,
}: {
  dir?: string
  embedding: EmbeddingModel
}): Promise<HelpCentre> => {
  const { articles, scenes, version } = await readContent(dir)
  const vectors = (await embedding.embed(articles.map(article => article.question))).map(({ vector }) => vector)
  const terms = articles.map(article => termsOf(article.question))
  const byWords = lexicalSearch(articles)

  const bySimilarity = (query: HelpQuery): readonly Ranked[] => {
    const asked = termsOf(query.text)
    const similarity = (at: number): number =>
      query.vector ? cosine(query.vector, vectors[at]!) : wordCosine(asked, terms[at]!)
    return articles.map((_, at) => ({ at, score: similarity(at) })).sort(best)
  }

  const passages = (query: HelpQuery, limit: number): readonly Passage[] => {
    const rankings = [byWords(query.text)]
    if (query.vector) rankings.push(bySimilarity(query).flatMap(({ at, score }) => (score < leastSimilarity ? [] : at)))
    const fused = new Map<number, number>()
    for (const ranking of rankings)
      for (const [rank, at] of ranking.entries()) fused.set(at, (fused.get(at) ?? 0) + 1 / (fusionOffset + rank + 1))
    return [...fused]
      .map(([at, score]) => ({ at, score: score + (articles[at]!.scene === query.scene ? sceneFusion : 0) }))
      .sort(best)
      .slice(0, limit)
      .map(({ at, score }) => ({
        id: articles[at]!.id,
        scene: articles[at]!.scene,
        version,
        score,
        text: passageText(articles[at]!),
      }))
  }

  const faq = (query: HelpQuery): FaqMatch | null => {
    const worth = ({ at, score }: Ranked): number => score + (articles[at]!.scene === query.scene ? sceneSimilarity : 0)
    const [first] = bySimilarity(query).toSorted((a, b) => worth(b) - worth(a) || a.at - b.at)
    if (first === undefined) return null
    const { id, question, answer } = articles[first.at]!
    return { id, question, answer, similarity: first.score }
  }

  return { version, scenes, passages, faq }
}
