import { configurationSchema } from '../../../processors/configuration.ts'
import { normalise } from '../../../processors/enrich/normalise.ts'
import { loadLibrary } from '../../demo/library.ts'
import { isShareable } from './kinds.ts'

/** A question of the shipped help centre and the article that answers it. */
export interface Question {
  readonly text: string
  readonly article: string
}

export interface Corpus {
  /** Questions and wordings of every article that the caches are asked about; no two are the same to the exact cache. */
  readonly questions: readonly Question[]
  /** The answer to a text: that of its article, else one that no other text gets. */
  answerTo(text: string): string
}

const { text: preprocessing } = configurationSchema.parse({})

/** The shipped help centre; of its first `articles` articles only, where that is given. */
export const loadCorpus = (articles = Number.POSITIVE_INFINITY): Corpus => {
  const library = loadLibrary().articles.slice(0, articles)
  const answers = new Map<string, string>()
  const questions = new Map<string, Question>()
  for (const { id, question, wordings, answer } of library)
    for (const text of [question, ...wordings]) {
      const key = normalise(text, preprocessing)
      if (questions.has(key) || !isShareable(text)) continue
      questions.set(key, { text, article: id })
      answers.set(text, answer)
    }
  return {
    questions: [...questions.values()],
    answerTo: text => answers.get(text) ?? `A colleague will write to you about this: ${text}`,
  }
}
