import type { Passage } from '../../schemas/types.ts'

export interface HelpQuery {
  readonly text: string
  /** [dimensions], or null: then only words count. */
  readonly vector: Float32Array | null
  readonly tenant: string
  readonly scene: string
}

export interface FoundArticle {
  readonly passage: Passage
  /** As FaqMatch has it. */
  readonly similarity: number
}

export interface FaqMatch {
  readonly id: string
  readonly question: string
  readonly answer: string
  /** Cosine with the nearest way in which the article's question is asked; of the words where there is no vector. */
  readonly similarity: number
}

/** The help centre: passages that ground prompts, and the last resort where no model answers. Deterministic. */
export interface HelpCentre {
  /** Hash of the content; part of an entry's identity. */
  readonly version: string
  readonly scenes: readonly string[]
  /** At most `limit`, best first. */
  passages(query: HelpQuery, limit: number): readonly FoundArticle[]
  /** The article that answers best, however similar. Null only for an empty help centre. */
  faq(query: HelpQuery): FaqMatch | null
}
