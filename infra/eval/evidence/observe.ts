import type { DeciderConfiguration } from '../../../processors/configuration.ts'
import type { EmbeddingModel } from '../../../processors/ports/embedding.ts'
import { answersOf, evidenceFor } from '../../../processors/resolve/evidence.ts'
import type { Ground } from '../../../processors/resolve/evidence-weights.ts'
import { barOf } from '../../../processors/steer/bar.ts'
import { openCacheRun } from '../cache.ts'
import type { LookedUp } from '../path.ts'
import type { CacheRow } from '../rows.ts'
import type { Truth } from '../truth.ts'
import type { Observation } from './fit.ts'

/** The entry that the judgement was about, and what it would have been served on; null where confidence decided nothing. */
const judged = ({ resolution: { confidence, candidates, guards } }: LookedUp, isOrdered: boolean) => {
  if (confidence === null) return null
  const refused = new Set(guards.filter(({ verdict }) => verdict === 'refuse').map(({ entryId }) => entryId))
  for (const answer of answersOf(candidates)) {
    const served = answer.backers.find(({ entryId }) => !refused.has(entryId))
    if (!served) continue
    const isRead = guards.some(({ entryId, guard }) => entryId === served.entryId && guard === 'wording')
    const ground = isRead ? 'wording' : isOrdered ? 'order' : 'agreement'
    return { answer, served, ground } as const
  }
  return null
}

/** By what an answer would have been served on. */
export type Observed = Readonly<Record<Ground, readonly Observation[]>>

/** Sends rows through the product's cache path, with the weights it ships, and notes the evidence of each judgement and its truth. */
export const observe = async (
  rows: readonly CacheRow[],
  truth: Truth,
  judgeError: number | undefined,
  configuration: DeciderConfiguration,
  embedding: EmbeddingModel,
): Promise<Observed> => {
  const observations: Record<Ground, Observation[]> = { agreement: [], order: [], wording: [] }
  let learned = 0
  const run = await openCacheRun({
    ...{ configuration, truth, judgeError, embedding },
    onJudged: (found, isRight) => {
      const { turn, enrichment, resolution, views, timeMs } = found
      const { learnedEveryMs } = barOf(views, turn.tenant, enrichment.scene)
      const about = judged(found, learnedEveryMs > 0)
      if (about) {
        const { answer, served, ground } = about
        const { candidates: neighbours } = resolution
        const setting = { asked: enrichment.normalised, neighbours, learned, learnedEveryMs, nowMs: timeMs }
        const evidence = evidenceFor[ground](answer, served, setting)
        observations[ground].push({ evidence, isRight: isRight(served.entryId) })
      }
      if (resolution.outcome === 'none' && resolution.reason !== 'bypass') learned++
    },
  })
  try {
    for (const row of rows) await run.take(row)
  } finally {
    await run.close()
  }
  return observations
}
