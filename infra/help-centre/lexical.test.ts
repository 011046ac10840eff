import { resolve } from 'node:path'
import MiniSearch from 'minisearch'
import { expect, it } from 'vitest'
import { type Article, readContent } from './content.ts'
import { lexicalSearch, termOf } from './lexical.ts'

const { articles } = await readContent(resolve(import.meta.dirname, '../../data/help-centre'))

/** One search for all the words at once. */
const plainSearch = (from: readonly Article[]): ((text: string) => readonly number[]) => {
  const index = new MiniSearch({ fields: ['question', 'keywords', 'products', 'answer'], processTerm: termOf })
  index.addAll(
    from.map((article, id) => ({
      ...article,
      id,
      keywords: [...article.keywords, ...article.asked].join(' '),
      products: article.products.join(' '),
    })),
  )
  return text =>
    index
      .search(text, {
        boost: { question: 3, keywords: 2, products: 2 },
        fuzzy: term => (term.length > 4 ? 0.2 : false),
      })
      .map(({ id, score }) => ({ at: id as number, score }))
      .sort((a, b) => b.score - a.score || a.at - b.at)
      .map(({ at }) => at)
}

it('ranks as one search for all the words does, repeated and mistyped ones included, and the same from memory', () => {
  const search = lexicalSearch(articles)
  const plain = plainSearch(articles)
  const questions = [
    'refund refund REFUND, retrun!',
    'Where is my pasword; and what about the wi-fi router?',
    'cancel the order, change the adress of the order',
    'hello there',
    '',
    ...articles.map(({ question, answer }) => `${answer.slice(0, 60)} ${question}`),
  ]
  for (const question of [...questions, ...questions]) expect(search(question), question).toEqual(plain(question))
})
