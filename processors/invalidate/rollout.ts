import type { DomainEvent } from '../event.ts'
import { claimedBy } from '../policy.ts'
import type { CacheReader } from '../ports/cache.ts'
import { decider } from '../processor.ts'
import { keywordsOf } from '../resolve/hit.ts'
import type { PolicyInForce } from '../views.ts'

const gradual = (policies: readonly PolicyInForce[]): readonly PolicyInForce[] =>
  policies.filter(({ sharePerDay }) => sharePerDay !== null)

/**
 * Cleans up behind gradual changes, a share a day as they claim it: an entry that a sweep comes by leaves the caches where a
 * change has claimed it by then. Lookups have not served it since.
 */
export const createInvalidateByRollout = (cache: Pick<CacheReader, 'entry'>) =>
  decider<null, string | null>({
    name: 'invalidate-rollout',
    inputs: ['cache.entries'],
    reactsTo: ['EntrySwept'],
    outputs: ['cache.entries'],
    journal: [],
    patient: () => true,
    initialState: () => null,
    evolve: state => state,
    gather: async (input, _facts, views) => {
      const policies = gradual(views.policies)
      const entry = policies.length > 0 ? await cache.entry(input.key) : null
      if (!entry) return null
      const keywords = keywordsOf(entry.question, entry.answer)
      return claimedBy(policies, { ...entry, keywords }, input.timeMs)?.eventId ?? null
    },
    recall: outputs => outputs.flatMap(event => (event.type === 'EntryInvalidated' ? [event.data.by] : []))[0] ?? null,
    decide: (_state, input, claimed, views) => {
      const policy = views.policies.find(({ eventId }) => eventId === claimed)
      if (!policy) return []
      const invalidated: DomainEvent<'EntryInvalidated'> = {
        id: `${input.id}.invalidated`,
        type: 'EntryInvalidated',
        key: input.key,
        timeMs: input.timeMs,
        source: 'invalidate',
        subject: input.subject,
        cause: input.id,
        data: {
          entryId: input.key,
          reason: 'policy',
          by: policy.eventId,
          policyEpoch: policy.epoch,
          review: false,
          views: views.versions,
        },
      }
      return [invalidated]
    },
  })
