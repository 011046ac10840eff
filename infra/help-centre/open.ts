import { resolve } from 'node:path'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { FaqMatch, FoundArticle, HelpCentre, HelpQuery } from '../../processors/ports/help-centre.ts'
import { type Article, type Content, readContent } from './content.ts'
import { coverageScorer } from './coverage.ts'
import { lexicalSearch, termsOf } from './lexical.ts'
import { phraseScorer } from './phrases.ts'
import type { Scores } from './similarity.ts'

export const shipped = resolve(import.meta.dirname, '../../data/help-centre')

/** Reciprocal rank fusion: 1 / (k + rank), k = 60 as in Cormack, Clarke and Büttcher, SIGIR 2009. */
const fusionOffset = 60

/** What the right scene is worth in a fused ranking: about eight ranks near the top. */
const sceneFusion = 0.002

/** What it is worth between questions: it decides only between those that are nearly as similar. */
export const sceneSimilarity = 0.02

/**
 * What it is worth that an article has all of a question's words, beside a cosine of 1. A vector hears what a question is like
 * and misses the word that matters: "express" in "What does express shipping cost?". 0.1 and 0.3 do as well, by one question in
 * a hundred.
 */
const coverageWorth = 0.2

/** A question less similar than this is about something else, unless it shares words. */
export const leastSimilarity = 0.25

/** Of places, the best score first; articles are in the order of their ids, so equal scores are too. */
const ranked = (places: number[], scores: Scores): readonly number[] =>
  places.sort((a, b) => scores[b]! - scores[a]! || a - b)

/** The places of the `limit` best scores above 0 in the same order, without sorting those that nobody asked for. */
const bestOf = (scores: Scores, limit: number): readonly number[] => {
  const best: number[] = []
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at]!
    if (score === 0 || (best.length === limit && score <= (scores[best.at(-1)!] ?? 0))) continue
    let place = best.length
    while (place > 0 && scores[best[place - 1]!]! < score) place -= 1
    best.splice(place, 0, at)
    if (best.length > limit) best.pop()
  }
  return best
}

const wordsOf = ({ question, asked, keywords, products, answer }: Article): readonly string[] =>
  termsOf([question, ...asked, ...keywords, ...products, answer].join('\n'))

const passageText = (article: Article): string => `${article.question}\n${article.answer}`

/** The help centre of these articles. It serves every tenant. Resolves when the vectors of all questions are computed; throws EMBEDDING_FAILED. */
export const helpCentreOf = async (
  { articles, scenes, version }: Content,
  embedding: EmbeddingModel,
): Promise<HelpCentre> => {
  const likeness = await phraseScorer(articles, embedding)
  const byWords = lexicalSearch(articles)
  const coverage = coverageScorer(articles.map(wordsOf))

  const passages = (query: HelpQuery, limit: number): readonly FoundArticle[] => {
    const rankings = [byWords(query.text)]
    const { nearest, blended } = likeness(query)
    if (query.vector) {
      const near: number[] = []
      for (let at = 0; at < nearest.length; at += 1) if (nearest[at]! >= leastSimilarity) near.push(at)
      rankings.push(ranked(near, blended))
    }
    const fused = new Float64Array(articles.length)
    for (const ranking of rankings)
      for (let rank = 0; rank < ranking.length; rank += 1) fused[ranking[rank]!]! += 1 / (fusionOffset + rank + 1)
    for (let at = 0; at < fused.length; at += 1)
      if (fused[at]! > 0 && articles[at]!.scene === query.scene) fused[at]! += sceneFusion
    return bestOf(fused, limit).map(at => {
      const article = articles[at]!
      const { id, scene } = article
      return {
        passage: { id, scene, version, score: fused[at]!, text: passageText(article) },
        similarity: nearest[at]!,
      }
    })
  }

  const faq = (query: HelpQuery): FaqMatch | null => {
    const { nearest, blended } = likeness(query)
    const covered = coverage(termsOf(query.text))
    const worth = blended.map(
      (score, at) => score + coverageWorth * covered[at]! + (articles[at]!.scene === query.scene ? sceneSimilarity : 0),
    )
    let first = 0
    for (let at = 1; at < worth.length; at += 1) if (worth[at]! > worth[first]!) first = at
    if (articles.length === 0) return null
    const { id, question, answer } = articles[first]!
    return { id, question, answer, similarity: nearest[first]! }
  }

  return { version, scenes, passages, faq }
}

/** Opens the help centre of a folder, the shipped one by default. Throws CONFIG_INVALID for a file that does not parse and EMBEDDING_FAILED. */
export const openHelpCentre = async ({
  dir = shipped,
  embedding,
}: {
  dir?: string
  embedding: EmbeddingModel
}): Promise<HelpCentre> => helpCentreOf(await readContent(dir), embedding)
