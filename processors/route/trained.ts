import { type Gain, shareBelow, type Worded } from './gain.ts'
import { type Router, rounded, unsure } from './router.ts'

export interface TrainedOptions {
  readonly name: string
  readonly gain: (turn: Worded) => Gain
  /** Of the gains of the training turns; see shareBelow. */
  readonly quantiles: readonly number[]
  /** The embedding model of its vectors; those of others are not looked at. */
  readonly embeddingModel: string
}

/**
 * A router of a trained predictor. Its score is the share of training turns that gain less from a strong model; it is unsure of a turn
 * that cannot be understood by itself, and of one unlike those that it was trained on: a model of one kind of question does not decide about others.
 */
export const trainedRouter = ({ name, gain, quantiles, embeddingModel }: TrainedOptions): Router => ({
  name,
  score: (turn, bounds) => {
    // What was said before is not in its text.
    if (turn.features.followUp === 1) return unsure(bounds)
    const vector = turn.embeddingModel === embeddingModel ? turn.vector : null
    const expected = gain({ text: turn.text, vector })
    if (!expected.familiar) return unsure(bounds)
    return { score: rounded(shareBelow(expected.gain, quantiles)), confidence: 1 }
  },
})
