import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** An article of the help centre with the ways in which shoppers ask it. */
export interface DemoArticle {
  readonly id: string
  readonly scene: string
  readonly question: string
  readonly answer: string
  readonly wordings: readonly string[]
}

export interface ScriptTurn {
  readonly text: string
  /** The article that answers it, taken with what came before; null: it concerns one customer. */
  readonly article: string | null
  readonly follow_up: boolean
  readonly personal: boolean
}

export interface Script {
  readonly id: string
  readonly scene: string
  readonly turns: readonly ScriptTurn[]
}

export interface Library {
  readonly articles: readonly DemoArticle[]
  readonly scripts: readonly Script[]
}

const shipped = join(import.meta.dirname, '..', '..', 'data')

/** The shipped help centre with the demo's wordings and conversations, articles in the order of their ids. */
export const loadLibrary = (dir: string = shipped): Library => {
  const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(dir, ...path), 'utf8'))
  const wordings = json('demo', 'wordings.json') as Record<string, string[]>
  const articles = readdirSync(join(dir, 'help-centre'))
    .filter(name => name.endsWith('.json'))
    .flatMap(name => {
      const file = json('help-centre', name) as { scene: string; articles: Omit<DemoArticle, 'scene' | 'wordings'>[] }
      return file.articles.map(({ id, question, answer }) => ({
        id,
        scene: file.scene,
        question,
        answer,
        wordings: wordings[id] ?? [],
      }))
    })
  return {
    articles: articles.sort((a, b) => (a.id < b.id ? -1 : 1)),
    scripts: json('demo', 'conversations.json') as Script[],
  }
}
