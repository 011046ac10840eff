import type { Grounded, GroundsFor } from '../../processors/compress/grounds.ts'
import { idOf } from '../../processors/event.ts'
import type { Facts } from '../../processors/processor.ts'

/** What a recorded turn rested on; null where no prompt was built for it. Records of an earlier turn come from the state of the conversation. */
const recordedFor = (source: Pick<Facts, 'find'>, turnId: string): Grounded | null => {
  const built = source.find('TurnQueued', idOf.queued(turnId)) ?? source.find('PromptBuilt', idOf.prompt(turnId))
  if (!built) return null
  const { passages, grounding, lookups } = built.data.pending
  return { passages, grounding, lookups: lookups.filter(({ atMs }) => atMs === null) }
}

/**
 * What was recorded of a turn, which is what its records said then; passages are looked up anew where options of `compress` are set otherwise.
 * For a turn that was not asked of a model `live` is asked, which has no records.
 */
export const recordedGrounds = (source: Pick<Facts, 'find'>, live: GroundsFor, set: readonly string[]): GroundsFor => {
  const isOther = set.some(assignment => assignment.startsWith('compress'))
  return async (resolved, facts, views, signal) => {
    const recorded = recordedFor(source, resolved.data.turnId)
    if (recorded && !isOther) return recorded
    const now = await live(resolved, facts, views, signal)
    return recorded ? { ...now, lookups: recorded.lookups } : now
  }
}
