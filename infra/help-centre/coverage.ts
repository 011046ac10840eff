import type { Scores } from './similarity.ts'

/** Of how many articles a term that no article has is taken to be: fewer than any, so that it weighs most. */
const unheard = 0.5

/**
 * Prepares a list of articles, as terms: the share of a text's different terms that each article has, 0 to 1, a term weighed
 * by ln(1 + articles / articles that have it), the inverse document frequency of Spärck Jones, 1972. 0 for a text without
 * terms.
 */
export const coverageScorer = (articles: readonly (readonly string[])[]): ((terms: readonly string[]) => Scores) => {
  const places = new Map<string, number[]>()
  for (const [at, terms] of articles.entries())
    for (const term of new Set(terms)) {
      const before = places.get(term)
      if (before) before.push(at)
      else places.set(term, [at])
    }
  return terms => {
    const scores = new Float64Array(articles.length)
    let whole = 0
    for (const term of new Set(terms)) {
      const having = places.get(term) ?? []
      const weight = Math.log(1 + articles.length / (having.length || unheard))
      whole += weight
      for (const at of having) scores[at]! += weight
    }
    return whole === 0 ? scores : scores.map(score => score / whole)
  }
}
