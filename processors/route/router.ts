import type { RouterCall } from '../../schemas/types.ts'
import type { Features } from './features.ts'

/** Scores below `smallBelow` are simple, below `mediumBelow` middling, others hard. */
export interface Bounds {
  readonly smallBelow: number
  readonly mediumBelow: number
}

export interface Score {
  /** Complexity, 0 to 1. */
  readonly score: number
  /** Of the score, 0 to 1. */
  readonly confidence: number
}

/** A call that a router has made, its usage of a failed one too. */
export type AskedModel = Pick<RouterCall, 'pool' | 'model' | 'usage'>

export interface Judgement extends Score {
  /** Left out where no model was asked. */
  readonly asked?: AskedModel
}

/** What a turn offers a router. */
export interface RoutedTurn {
  readonly turnId: string
  readonly features: Features
  /** The customer's message. */
  readonly text: string
  /** [dimensions], L2-normalised; null where the turn has none, for it is too long or in a language that the embedding model cannot read. */
  readonly vector: Float32Array | null
  /** The embedding model that made the vector. */
  readonly embeddingModel: string
}

/** Judges how hard a turn is. */
export interface Router {
  /** Names what a judgement came from, the version of a model included: `learned:3fa86c1d2b90`. Recorded with it. */
  readonly name: string
  /** At once, or later where a model is asked; whoever judges later says so within its time limit. Rejects only when the signal aborts. */
  score(turn: RoutedTurn, bounds: Bounds, signal: AbortSignal): Judgement | Promise<Judgement>
}

/** As the log carries scores. */
export const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

/** Where a router cannot tell: too little confidence for any tier but the medium one, and a score in its middle. */
export const unsure = ({ smallBelow, mediumBelow }: Bounds): Score => ({
  score: rounded((smallBelow + mediumBelow) / 2),
  confidence: 0,
})
