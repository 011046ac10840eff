import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'

const articleSchema = z.strictObject({
  id: z.string().min(1),
  question: z.string().min(1),
  /** Other ways in which it is asked. */
  asked: z.array(z.string().min(1)).default([]),
  answer: z.string().min(1),
  keywords: z.array(z.string()).default([]),
  products: z.array(z.string()).default([]),
})

const documentSchema = z.strictObject({
  scene: z.string().min(1),
  title: z.string(),
  version: z.union([z.string(), z.number()]),
  articles: z.array(articleSchema),
})

export interface Article extends z.infer<typeof articleSchema> {
  readonly scene: string
}

export interface Content {
  /** Twelve hex digits of the SHA-256 of all articles; the same content has the same version, however it is laid out. */
  readonly version: string
  readonly scenes: readonly string[]
  /** By id. */
  readonly articles: readonly Article[]
}

const byId = (a: Article, b: Article): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const parse = (path: string, text: string): z.infer<typeof documentSchema> => {
  try {
    return documentSchema.parse(JSON.parse(text))
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    throw turnstreamError('CONFIG_INVALID', `the help centre's ${path} does not parse: ${why}`, {
      cause,
      details: { path },
    })
  }
}

const versionOf = (articles: readonly Article[]): string => {
  const canonical = articles.map(({ id, scene, question, asked, answer, keywords, products }) => [
    id,
    scene,
    question,
    asked,
    answer,
    keywords,
    products,
  ])
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex').slice(0, 12)
}

/** Reads every .json file of a folder. Throws CONFIG_INVALID, naming the file, where one does not parse or repeats an id. */
export const readContent = async (dir: string): Promise<Content> => {
  const files = (await readdir(dir)).filter(name => name.endsWith('.json')).sort()
  const articles = new Map<string, Article>()
  const scenes = new Set<string>()
  for (const file of files) {
    const path = join(dir, file)
    const document = parse(path, await readFile(path, 'utf8'))
    scenes.add(document.scene)
    for (const article of document.articles) {
      if (articles.has(article.id))
        throw turnstreamError('CONFIG_INVALID', `${path} repeats the article id ${article.id}`, {
          details: { path, id: article.id },
        })
      articles.set(article.id, { ...article, scene: document.scene })
    }
  }
  const sorted = [...articles.values()].sort(byId)
  return { version: versionOf(sorted), scenes: [...scenes].sort(), articles: sorted }
}
