import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { normalise } from '../../processors/enrich/normalise.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import { loadConfiguration } from '../configuration/load.ts'
import { openMiniLm } from '../embedding/minilm.ts'
import { readContent } from './content.ts'
import { openHelpCentre } from './open.ts'
import { elsewhere, questions } from './questions.fixture.ts'

const { embedding: options, infer, text } = loadConfiguration({ env: {} })
const data = join(import.meta.dirname, '../../data')

let embedding: EmbeddingModel
let helpCentre: HelpCentre
beforeAll(async () => {
  embedding = await openMiniLm(options)
  helpCentre = await openHelpCentre({ embedding })
}, 60_000)
afterAll(() => embedding.close())

/** The article whose answer a customer would get who asks so, of no scene in particular; null where it is the apology. */
const answerer = async (message: string): Promise<string | null> => {
  const [embedded] = await embedding.embed([message])
  const best = helpCentre.faq({ text: message, vector: embedded!.vector, tenant: 't', scene: 'general' })!
  return best.similarity >= infer.faqSimilarity ? best.id : null
}

const rows = Object.entries(questions).flatMap(([id, asked]) => asked.map(question => [question, id] as const))

it.each(rows)('"%s" is answered by %s', async (question, id) => {
  expect(await answerer(question)).toBe(id)
})

it.each(elsewhere)('"%s" is answered by no article', async message => {
  expect(await answerer(message)).toBeNull()
})

it('none of these is a text that the help centre has', async () => {
  const { articles } = await readContent(join(data, 'help-centre'))
  const known = new Set(
    articles.flatMap(({ question, asked }) => [question, ...asked].map(each => normalise(each, text))),
  )
  for (const [question] of rows) expect(known).not.toContain(normalise(question, text))
})

it('of the ways in which the demo’s shoppers ask, at least nine in ten find their article nearest', async () => {
  const wordings = JSON.parse(readFileSync(join(data, 'demo/wordings.json'), 'utf8')) as Record<string, string[]>
  const asked = Object.entries(wordings).flatMap(([id, texts]) => texts.map(message => ({ id, message })))
  const vectors = await embedding.embed(asked.map(({ message }) => message))
  const right = asked.filter(
    ({ id, message }, at) =>
      helpCentre.faq({ text: message, vector: vectors[at]!.vector, tenant: 't', scene: 'general' })!.id === id,
  )
  expect(right.length / asked.length).toBeGreaterThanOrEqual(0.9)
}, 120_000)
