import MiniSearch from 'minisearch'
import type { Article } from './content.ts'

const stopWords = new Set(
  `a about after all also am an and any are as at be been but by can could did do does for from get had has have hello help hi how i if in
  into is it its just like me my need no not of on or our please so some thanks that the their them there they this to up us want was we
  were what when where which who why will with would you your`.split(/\s+/),
)

/** What a search looks at of a message; the rest would only cost time. */
const lookedAtChars = 2_000
const longestTerm = 32

const termOf = (written: string): string | null => {
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

/** BM25+ over questions, keywords, products and answers, in falling order of weight; forgives a typo in longer words. */
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
    articles.map(({ question, answer, keywords, products }, id) => ({
      id,
      question,
      answer,
      keywords: keywords.join(' '),
      products: products.join(' '),
    })),
  )
  return text =>
    index
      .search(text.slice(0, lookedAtChars))
      .map(({ id, score }) => ({ at: id as number, score }))
      .sort((a, b) => b.score - a.score || a.at - b.at)
      .map(({ at }) => at)
}
