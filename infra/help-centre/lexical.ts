import { LRUCache } from 'lru-cache'
import MiniSearch from 'minisearch'
import { detached } from '../../processors/enrich/detached.ts'
import type { Article } from './content.ts'

const stopWords = new Set(
  `a about after all also am an and any are as at be been but by can could did do does for from get had has have hello help hi how i if in
  into is it its just like me my need no not of on or our please so some thanks that the their them there they this to up us want was we
  were what when where which who why will with would you your`.split(/\s+/),
)

/** What a search looks at of a message; the rest would only cost time. */
const lookedAtChars = 2_000
const longestTerm = 32

/** The term that a written word stands for; null for one that means nothing or is longer than 32 characters. */
export const termOf = (written: string): string | null => {
  const term = written.toLowerCase()
  return stopWords.has(term) || term.length > longestTerm ? null : term
}

/** The terms of a text that mean something, in order, repeats included. */
export const termsOf = (text: string): readonly string[] =>
  text
    .slice(0, lookedAtChars)
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap(written => (written === '' ? [] : (termOf(written) ?? [])))

/** Where articles rank by their words: position of each in the given list, best first. */
export type LexicalSearch = (text: string) => readonly number[]

/** How well articles fit one term, by their place in the list. */
interface Fit {
  readonly places: readonly number[]
  readonly scores: readonly number[]
}

const tokenize = MiniSearch.getDefault('tokenize') as (text: string) => string[]

/** A term is searched for as it is. */
const asTerm = { tokenize: (term: string) => [term], processTerm: (term: string) => term }

/**
 * BM25+ over questions, keywords with other ways of asking, products and answers, in falling order of weight; forgives a typo in longer words.
 * Several terms count as the sum of each, times the number of different terms that an article has. Customers ask in the
 * same few thousand words, so each word is searched for once.
 */
export const lexicalSearch = (articles: readonly Article[]): LexicalSearch => {
  const index = new MiniSearch({
    fields: ['question', 'keywords', 'products', 'answer'],
    processTerm: termOf,
    searchOptions: {
      boost: { question: 3, keywords: 2, products: 2 },
      fuzzy: term => (term.length > 4 ? 0.2 : false),
    },
  })
  index.addAll(
    articles.map(({ question, asked, answer, keywords, products }, id) => ({
      id,
      question,
      answer,
      keywords: [...keywords, ...asked].join(' '),
      products: products.join(' '),
    })),
  )
  const known = new LRUCache<string, Fit>({
    max: 5_000,
    maxSize: 500_000,
    sizeCalculation: ({ places }) => places.length + 1,
  })
  const fitOf = (term: string): Fit => {
    const before = known.get(term)
    if (before) return before
    const found = index.search(term, asTerm)
    const fit = { places: found.map(({ id }) => id as number), scores: found.map(({ score }) => score) }
    known.set(detached(term), fit)
    return fit
  }
  return text => {
    const scores = new Float64Array(articles.length)
    const matched = new Uint16Array(articles.length)
    const asked = new Set<string>()
    for (const written of tokenize(text.slice(0, lookedAtChars))) {
      const term = termOf(written)
      if (!term) continue
      const { places, scores: each } = fitOf(term)
      const again = asked.has(term)
      asked.add(term)
      for (let i = 0; i < places.length; i += 1) {
        scores[places[i]!]! += each[i]!
        if (!again) matched[places[i]!]! += 1
      }
    }
    const found: number[] = []
    for (let at = 0; at < scores.length; at += 1) {
      if (matched[at] === 0) continue
      scores[at]! *= matched[at]!
      found.push(at)
    }
    return found.sort((a, b) => scores[b]! - scores[a]! || a - b)
  }
}
