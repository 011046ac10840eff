import { type Random, seededRandom } from '../runtime/simulation/random.ts'
import type { DemoArticle, Library, ScriptTurn } from './library.ts'
import { withOwnDetails } from './own-details.ts'
import { withTypo } from './typo.ts'
import { zipf } from './zipf.ts'

export interface DemoTurn {
  readonly text: string
  /** The article whose answer is right; null: none is, the turn concerns one customer. */
  readonly article: string | null
  readonly kind: 'question' | 'typo' | 'repeat' | 'script' | 'follow_up' | 'personal'
}

/** What one shopper says, one turn after another. */
export interface Visit {
  /** Null for a question that stands by itself. */
  readonly conversationId: string | null
  /** Null for a shopper who is not signed in. */
  readonly userId: string | null
  readonly turns: readonly DemoTurn[]
}

export interface Traffic {
  readonly visits: readonly Visit[]
  /** Wordings that no visit uses, at most two of an article. */
  readonly unseen: readonly DemoTurn[]
}

/** The share of visits that are conversations; with some five turns each they are about a quarter of the turns. */
const conversations = 0.07
const repeats = 0.15
const typos = 0.12
const signedIn = 0.6
const users = 400

const shuffled = <T>(items: readonly T[], random: Random): readonly T[] => {
  const left = [...items]
  return items.map(() => left.splice(random.int(0, left.length - 1), 1)[0]!)
}

const demoTurns = (turns: readonly ScriptTurn[]): readonly DemoTurn[] =>
  turns.map(({ text, article, follow_up, personal }) => ({
    text,
    article,
    kind: personal ? 'personal' : follow_up ? 'follow_up' : 'script',
  }))

/**
 * Shopper traffic of at least `turns` turns: articles and their wordings by a Zipf law, some with a slip of the finger,
 * exact repeats of what was asked before, and scripted conversations. Pure: the same library, turns and seed give the
 * same traffic.
 */
export const generateTraffic = (library: Library, options: { turns: number; seed: number }): Traffic => {
  const random = seededRandom(options.seed)
  const scripted = new Set(library.scripts.flatMap(({ turns }) => turns.map(({ text }) => text)))
  const unseen: DemoTurn[] = []
  const spoken = new Map<DemoArticle, () => string>()
  for (const article of library.articles) {
    const wordings = shuffled(article.wordings, random)
    const held = wordings.filter(text => !scripted.has(text)).slice(0, 2)
    unseen.push(...held.map(text => ({ text, article: article.id, kind: 'question' as const })))
    spoken.set(article, zipf([article.question, ...wordings.filter(text => !held.includes(text))], 1, random))
  }
  const popular = zipf(shuffled(library.articles, random), 1, random)
  const script = zipf(shuffled(library.scripts, random), 0.5, random)
  const asked: DemoTurn[] = []

  const question = (): DemoTurn => {
    if (asked.length > 0 && random.chance(repeats)) return { ...random.pick(asked), kind: 'repeat' }
    const article = popular()
    const text = spoken.get(article)!()
    const slipped = random.chance(typos) ? withTypo(text, random) : text
    const turn: DemoTurn = { text: slipped, article: article.id, kind: slipped === text ? 'question' : 'typo' }
    asked.push(turn)
    return turn
  }

  const visits: Visit[] = []
  let count = 0
  while (count < options.turns) {
    const number = visits.length
    const userId = random.chance(signedIn) ? `shopper-${random.int(1, users)}` : null
    const visit: Visit = random.chance(conversations)
      ? {
          conversationId: `visit-${number}`,
          userId: userId ?? `shopper-${users + number}`,
          turns: demoTurns(withOwnDetails(script().turns, random)),
        }
      : { conversationId: null, userId, turns: [question()] }
    visits.push(visit)
    count += visit.turns.length
  }
  return { visits, unseen }
}
