import type { Candidate, Enrichment, TurnReceived } from '../../schemas/types.ts'
import { anonymous } from '../learn/admit.ts'
import { claimedBy } from '../policy.ts'
import type { Views } from '../views.ts'
import { entryIdOf } from './identity.ts'

/** The turn that an entry is looked at for. */
export interface Asked {
  readonly turn: Pick<TurnReceived, 'tenant' | 'asker'>
  readonly enrichment: Pick<Enrichment, 'language' | 'embeddingModel'>
  readonly identity: string
  readonly exactKey: string
}

/** The same question word for word: found under its exact key, or hot although that has expired. */
export const isSameQuestion = ({ layer, entryId }: Candidate, { exactKey }: Pick<Asked, 'exactKey'>): boolean =>
  layer === 'exact' || (layer === 'hot' && entryId === entryIdOf(exactKey))

/** Why an entry has no say about a turn at all; null where it has one. */
export const unfitnessOf = (candidate: Candidate, asked: Asked, views: Views, nowMs: number): string | null => {
  const { turn, enrichment, identity } = asked
  if (candidate.tenant !== turn.tenant) return 'another tenant'
  if (candidate.identity !== identity) return 'another identity'
  if (candidate.language !== enrichment.language) return 'another language'
  if (!isSameQuestion(candidate, asked) && candidate.embeddingModel !== enrichment.embeddingModel)
    return 'another embedding model'
  if (candidate.expiresAtMs <= nowMs) return 'expired'
  const policy = claimedBy(views.policies, candidate, nowMs)
  return policy ? `claimed by policy ${policy.version}` : null
}

/**
 * Whether this asker may be given the entry's answer. An answer that was given to two askers, in the same words, depends on
 * neither.
 */
export const isSharedWith = (
  { asker }: Pick<TurnReceived, 'asker'>,
  candidate: Candidate,
  neighbours: readonly Candidate[],
): boolean => {
  if (candidate.shared || (asker !== anonymous && candidate.askers.includes(asker))) return true
  const alike = neighbours.filter(({ answerHash }) => answerHash === candidate.answerHash)
  const askers = new Set(alike.flatMap(neighbour => neighbour.askers))
  askers.delete(anonymous)
  return askers.size >= 2
}
