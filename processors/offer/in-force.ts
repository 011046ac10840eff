import type { Candidate } from '../../schemas/types.ts'
import { claimedBy } from '../policy.ts'
import { keywordsOf } from '../resolve/hit.ts'
import type { Views } from '../views.ts'

/** Whether an entry may be served at an instant: it has not expired, and no policy change in force has claimed it. */
export const isInForce = (
  candidate: Candidate,
  answer: string,
  { policies }: Pick<Views, 'policies'>,
  nowMs: number,
): boolean =>
  candidate.expiresAtMs > nowMs &&
  // Looked up before a change that matches keywords came, it may have none.
  claimedBy(policies, { ...candidate, keywords: keywordsOf(candidate.question, answer) }, nowMs) === null
