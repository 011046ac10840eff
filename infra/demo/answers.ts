import { hash } from 'node:crypto'
import type { StubMessage } from '../stub/format.ts'
import { offeredIn } from '../stub/offers.ts'
import type { Library } from './library.ts'
import type { Traffic } from './traffic.ts'

/** Which rules an answer states: those before the policy change in the middle of the demo, or those after it. */
export type Edition = 'old' | 'new'

export interface Recognised {
  readonly article: string
  readonly edition: Edition
}

/** What the demo knows: the answer to every turn, and the article behind every answer. */
export interface DemoTruth {
  /**
   * The provider's answer to a prompt: an answer that it offers and that states the right article, else that article in one of a few
   * wordings, by hash of the question.
   */
  answer(messages: readonly StubMessage[]): string
  /** The article that an answer states; null for one that concerns a customer, or that nobody here wrote. */
  recognise(answer: string): Recognised | null
  /** From now on the articles of a scene are answered by new rules. */
  changeRules(scene: string): void
}

/** Most answers repeat the passage word for word, as a grounded model does; a few are dressed up. */
const wordings: readonly ((answer: string) => string)[] = [
  answer => answer,
  answer => answer,
  answer => `Happy to help. ${answer}`,
  answer => `${answer} Is there anything else I can do for you?`,
]

const newRules = (answer: string): string => `Under the rules in force from today: ${answer}`

const spoken = (before: string | null, text: string): string => JSON.stringify([before, text])

/** The truth about a traffic. A turn is known by its text, and by the one before it where two conversations share a text. */
export const truthAbout = (library: Library, traffic: Traffic): DemoTruth => {
  const articles = new Map(library.articles.map(article => [article.id, article]))
  const known = new Map<string, string | null>()
  for (const { turns } of traffic.visits) {
    let before: string | null = null
    for (const { text, article } of turns) {
      known.set(spoken(before, text), article)
      before = text
    }
  }
  for (const { text, article } of traffic.unseen) known.set(spoken(null, text), article)

  const written = new Map<string, Recognised>()
  for (const { id, answer } of library.articles)
    for (const word of wordings) {
      written.set(word(answer), { article: id, edition: 'old' })
      written.set(word(newRules(answer)), { article: id, edition: 'new' })
    }
  const changed = new Set<string>()

  return {
    answer: messages => {
      const said = messages.filter(({ role }) => role === 'user').map(({ content }) => content)
      const text = said.at(-1) ?? ''
      const id = known.get(spoken(said.at(-2) ?? null, text)) ?? known.get(spoken(null, text)) ?? null
      const article = id === null ? undefined : articles.get(id)
      if (!article) return `I have looked into your case and a colleague will write to you today. You asked: ${text}`
      const edition = changed.has(article.scene) ? 'new' : 'old'
      const existing = offeredIn(messages).find(offer => {
        const stated = written.get(offer.text)
        return stated?.article === article.id && stated.edition === edition
      })
      if (existing) return existing.label
      const answer = edition === 'new' ? newRules(article.answer) : article.answer
      const word = wordings[Number.parseInt(hash('sha256', text).slice(0, 8), 16) % wordings.length]!
      return word(answer)
    },
    recognise: answer => written.get(answer) ?? null,
    changeRules: scene => void changed.add(scene),
  }
}
