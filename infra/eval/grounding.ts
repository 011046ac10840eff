import { isOfDocument, passagesFor } from '../../processors/compress/retrieve.ts'
import { cut } from '../../processors/documents/cut.ts'
import { documentKeyOf } from '../../processors/documents/key.ts'
import { vectorToBytes } from '../../processors/enrich/vector.ts'
import type { Documents } from '../../processors/ports/documents.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import { openEmbeddedPassages } from '../documents/embedded.ts'
import type { Article, Content } from '../help-centre/content.ts'
import { helpCentreOf } from '../help-centre/open.ts'

/** Whether what answers a question is among the passages that a prompt would have. */
export interface GroundingEvaluation {
  readonly limit: number
  /** Every article in the help centre, no document. */
  readonly articles: Found
  /** Every other scene a document of its articles, without the other ways to ask them: of the scenes that are documents. */
  readonly documents: Found
  /** The same: of the scenes that are still articles. */
  readonly besideDocuments: Found
  /** Every article in the help centre, and documents about something else. */
  readonly besideOthers: Found
  /** Passages of those, for each question. */
  readonly othersShown: number
}

export interface Found {
  readonly questions: number
  readonly found: number
}

export interface GroundingOptions {
  readonly content: Content
  /** Ways to ask, by the article that answers. */
  readonly questions: Readonly<Record<string, readonly string[]>>
  /** Documents that answer none of them, by title. */
  readonly others: Readonly<Record<string, string>>
  readonly embedding: EmbeddingModel
  readonly limit: number
  readonly onProgress: (done: number, of: number) => void
}

const tenant = 'default'
const scene = 'general'
const { signal } = new AbortController()

/** Documents in memory, as the product embeds and ranks them. */
const documentsOf = async (texts: Readonly<Record<string, string>>, embedding: EmbeddingModel): Promise<Documents> => {
  const store = openEmbeddedPassages(embedding.dimensions)
  for (const [documentId, text] of Object.entries(texts)) {
    const cuts = cut(documentId, text)
    const embedded = await embedding.embed(cuts.map(part => `${part.heading}\n${part.text}`))
    const passages = cuts.map((part, at) => ({ ...part, vector: vectorToBytes(embedded[at]!.vector) }))
    const written = {
      ...{ documentId, tenant, revision: 1, contentHash: '', title: documentId, scene },
      ...{ embeddingModel: embedding.name, passages },
    }
    await store.apply([{ key: documentKeyOf(written), written }])
  }
  return { timeoutMs: 60_000, search: (query, limit) => store.search(query, limit, signal) }
}

const asText = (articles: readonly Article[]): string =>
  articles.map(({ question, answer }) => `## ${question}\n\n${answer}`).join('\n\n')

/** Measures what documents cost the retrieval of articles, and how well they are retrieved themselves. */
export const evaluateGrounding = async (options: GroundingOptions): Promise<GroundingEvaluation> => {
  const { content, questions, others, embedding, limit, onProgress } = options
  const asked = content.articles.flatMap(article => (questions[article.id] ?? []).map(text => ({ article, text })))
  const of = 6 * asked.length
  let done = 0
  const ask = async (helpCentre: HelpCentre, documents: Documents, isWanted: (article: Article) => boolean) => {
    let count = 0
    let found = 0
    let shown = 0
    for (const { article, text } of asked) {
      onProgress(++done, of)
      if (!isWanted(article)) continue
      const [embedded] = await embedding.embed([text])
      const query = { text, vector: embedded!.vector, tenant, scene }
      const { passages } = await passagesFor({ helpCentre, documents }, query, limit, {}, signal)
      count++
      shown += passages.filter(isOfDocument).length
      if (passages.some(passage => passage.text.endsWith(`\n${article.answer}`))) found++
    }
    return { found: { questions: count, found }, shown }
  }
  const all = await helpCentreOf(content, embedding)
  const none = await documentsOf({}, embedding)
  const articles = await ask(all, none, () => true)
  const besideOthers = await ask(all, await documentsOf(others, embedding), () => true)
  const halves = []
  for (const parity of [0, 1]) {
    const inDocuments = new Set(content.scenes.filter((_, n) => n % 2 === parity))
    const ofScene = (name: string): readonly Article[] => content.articles.filter(article => article.scene === name)
    const texts = Object.fromEntries([...inDocuments].map(name => [name, asText(ofScene(name))]))
    const left = { ...content, articles: content.articles.filter(article => !inDocuments.has(article.scene)) }
    const [helpCentre, documents] = [await helpCentreOf(left, embedding), await documentsOf(texts, embedding)]
    halves.push({
      documents: (await ask(helpCentre, documents, article => inDocuments.has(article.scene))).found,
      articles: (await ask(helpCentre, documents, article => !inDocuments.has(article.scene))).found,
    })
  }
  const sum = (each: readonly Found[]): Found => ({
    questions: each.reduce((total, { questions: count }) => total + count, 0),
    found: each.reduce((total, { found }) => total + found, 0),
  })
  return {
    limit,
    articles: articles.found,
    documents: sum(halves.map(half => half.documents)),
    besideDocuments: sum(halves.map(half => half.articles)),
    besideOthers: besideOthers.found,
    othersShown: besideOthers.shown / asked.length,
  }
}
