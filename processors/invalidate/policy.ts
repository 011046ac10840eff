import type { DomainEvent } from '../event.ts'
import { claimedBy } from '../policy.ts'
import type { CacheReader } from '../ports/cache.ts'
import { decider } from '../processor.ts'
import type { PolicyInForce } from '../views.ts'

/** Entries read from the cache in one go. */
const page = 1_000

/**
 * Cleans up behind a policy change: the entries that it claims leave the caches. The change is in force before that,
 * because every lookup compares epochs. A gradual one claims by share and day: see createInvalidateByRollout.
 */
export const createInvalidateByPolicy = (cache: CacheReader) =>
  decider<null, readonly string[]>({
    name: 'invalidate-policy',
    inputs: ['policy.changes'],
    reactsTo: ['PolicyChanged'],
    outputs: ['cache.entries'],
    journal: [],
    initialState: () => null,
    evolve: state => state,
    gather: async (input, _facts, views) => {
      const policy = inForce(input, views.policies)
      if (!policy || policy.sharePerDay !== null) return []
      const claimed: string[] = []
      for (let after: string | null = null; ; ) {
        const entries = await cache.entries(after, page)
        for (const entry of entries) {
          const keywords = `${entry.question}\n${entry.answer}`.toLowerCase()
          if (claimedBy([policy], { ...entry, keywords }, input.timeMs)) claimed.push(entry.entryId)
        }
        if (entries.length < page) return claimed
        after = entries.at(-1)!.entryId
      }
    },
    recall: outputs => outputs.flatMap(event => (event.type === 'EntryInvalidated' ? [event.data.entryId] : [])),
    decide: (_state, input, claimed, views) => {
      const policy = inForce(input, views.policies)
      if (!policy) return []
      return claimed.map(
        (entryId): DomainEvent<'EntryInvalidated'> => ({
          id: `${input.id}.${entryId}`,
          type: 'EntryInvalidated',
          key: entryId,
          timeMs: input.timeMs,
          source: 'invalidate',
          subject: input.subject,
          cause: input.id,
          data: {
            entryId,
            reason: 'policy',
            by: input.id,
            policyEpoch: policy.epoch,
            review: false,
            views: views.versions,
          },
        }),
      )
    },
  })

/** The change as the views have it, with its epoch. */
const inForce = (input: DomainEvent, policies: readonly PolicyInForce[]): PolicyInForce | undefined =>
  policies.find(policy => policy.eventId === input.id)
