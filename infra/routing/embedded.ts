import { embeddingText } from '../../processors/enrich/enrich.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { RouteRow } from '../eval/rows.ts'
import type { Outcome } from './outcome.ts'

const atATime = 32

/** The rows with the vectors that turns of the same text have. Throws EMBEDDING_FAILED. */
export const embedRows = async (
  rows: readonly RouteRow[],
  embedding: EmbeddingModel,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = []
  for (let from = 0; from < rows.length; from += atATime) {
    const some = rows.slice(from, from + atATime)
    const embedded = await embedding.embed(some.map(({ text }) => embeddingText(text)))
    outcomes.push(...some.map((row, n) => ({ ...row, vector: embedded[n]!.vector })))
    onProgress(outcomes.length, rows.length)
  }
  return outcomes
}
