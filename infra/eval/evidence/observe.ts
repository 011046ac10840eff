import type { DeciderConfiguration } from '../../../processors/configuration.ts'
import type { EmbeddingModel } from '../../../processors/ports/embedding.ts'
import { answersOf, evidenceFor } from '../../../processors/resolve/evidence.ts'
import type { Resolution } from '../../../schemas/types.ts'
import { openCacheRun } from '../cache.ts'
import type { CacheRow } from '../rows.ts'
import type { Truth } from '../truth.ts'
import type { Observation } from './fit.ts'

/** The entry that the judgement was about, and the evidence for it; null where confidence decided nothing. */
const judged = ({ confidence, candidates, guards }: Resolution) => {
  if (confidence === null) return null
  const refused = new Set(guards.filter(({ verdict }) => verdict === 'refuse').map(({ entryId }) => entryId))
  for (const answer of answersOf(candidates)) {
    const served = answer.backers.find(({ entryId }) => !refused.has(entryId))
    if (served) return { served, evidence: evidenceFor(answer, served, candidates) }
  }
  return null
}

/** Sends rows through the product's cache path, with the weights it ships, and notes the evidence of each judgement and its truth. */
export const observe = async (
  rows: readonly CacheRow[],
  truth: Truth,
  judgeError: number | undefined,
  configuration: DeciderConfiguration,
  embedding: EmbeddingModel,
): Promise<readonly Observation[]> => {
  const observations: Observation[] = []
  const run = await openCacheRun({
    ...{ configuration, truth, judgeError, embedding },
    onJudged: (resolution, isRight) => {
      const about = judged(resolution)
      if (about) observations.push({ evidence: about.evidence, isRight: isRight(about.served.entryId) })
    },
  })
  try {
    for (const row of rows) await run.take(row)
  } finally {
    await run.close()
  }
  return observations
}
