import { expect, test } from 'vitest'
import { truthAbout } from '../../infra/demo/answers.ts'
import { loadLibrary } from '../../infra/demo/library.ts'
import { generateTraffic } from '../../infra/demo/traffic.ts'

const library = loadLibrary()
const traffic = generateTraffic(library, { turns: 2_400, seed: 1 })

test('every turn of a visit is answered by its article, and what concerns one customer by none', () => {
  const truth = truthAbout(library, traffic)
  for (const { turns } of traffic.visits) {
    const messages: { role: string; content: string }[] = [{ role: 'system', content: 'Be kind.' }]
    for (const { text, article } of turns) {
      messages.push({ role: 'user', content: text })
      const answer = truth.answer(messages)
      messages.push({ role: 'assistant', content: answer })
      expect(truth.recognise(answer)?.article ?? null).toBe(article)
    }
  }
})

test('after a change of rules the answers of that scene are new, those of others are not', () => {
  const truth = truthAbout(library, traffic)
  const editionOf = (scene: string): string | undefined => {
    const { id } = library.articles.find(article => article.scene === scene)!
    const turn = traffic.unseen.find(({ article }) => article === id)!
    return truth.recognise(truth.answer([{ role: 'user', content: turn.text }]))?.edition
  }
  expect([editionOf('returns'), editionOf('shipping')]).toEqual(['old', 'old'])
  truth.changeRules('returns')
  expect([editionOf('returns'), editionOf('shipping')]).toEqual(['new', 'old'])
})
