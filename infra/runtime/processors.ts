import { createCompress } from '../../processors/compress/decide.ts'
import type { GroundsFor } from '../../processors/compress/grounds.ts'
import { createCurate } from '../../processors/curate/decide.ts'
import { createIngest } from '../../processors/documents/ingest.ts'
import { judgeRoute } from '../../processors/drift/judge.ts'
import { scheduleJudgement } from '../../processors/drift/schedule.ts'
import { watchDrift } from '../../processors/drift/watch.ts'
import { createEnrich } from '../../processors/enrich/decide.ts'
import { inArms } from '../../processors/experiment/assign.ts'
import { guardArms } from '../../processors/experiment/guard.ts'
import { infer } from '../../processors/infer/decide.ts'
import { invalidateByFeedback } from '../../processors/invalidate/feedback.ts'
import { createInvalidateByPolicy } from '../../processors/invalidate/policy.ts'
import { createInvalidateByRollout } from '../../processors/invalidate/rollout.ts'
import { admit } from '../../processors/learn/admit.ts'
import { createLearn } from '../../processors/learn/propose.ts'
import { ledger } from '../../processors/ledger/decide.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { promote } from '../../processors/promote/decide.ts'
import { createResolve } from '../../processors/resolve/decide.ts'
import { review } from '../../processors/review/decide.ts'
import { restore } from '../../processors/review/restore.ts'
import { createRoute } from '../../processors/route/decide.ts'
import type { Router } from '../../processors/route/router.ts'
import { compareCheck } from '../../processors/steer/compare.ts'
import { steer } from '../../processors/steer/decide.ts'
import { scheduleCheck } from '../../processors/steer/schedule.ts'
import type { Views } from '../../processors/views.ts'
import { warm } from '../../processors/warm/decide.ts'
import { createPlan, type Popular } from '../../processors/warm/plan.ts'
import { release } from '../../processors/warm/release.ts'
import { settleQuestion } from '../../processors/warm/settle.ts'
import type { AnyDecider } from './decide.ts'

/** What the gather steps of deciders ask. */
export interface GatherPorts {
  readonly cache: CacheReader
  /** See LookupPorts. */
  readonly serves: (views: Views) => boolean
  readonly embedding: EmbeddingModel
  readonly groundsFor: GroundsFor
  readonly popular: Popular
  readonly router: Router
  /** Monotonic, ms. */
  readonly now: () => number
}

/** Every decider, in the order in which a turn meets them. */
export const createDeciders = ({
  cache,
  serves,
  embedding,
  groundsFor,
  popular,
  router,
  now,
}: GatherPorts): readonly AnyDecider[] =>
  [
    createEnrich({ embedding }),
    createResolve({ cache, serves, now }),
    createCompress({ cache, groundsFor }),
    createRoute({ router }),
    infer,
    createLearn({ cache, embedding }),
    createCurate({ embedding }),
    createIngest({ embedding }),
    admit,
    promote,
    createInvalidateByPolicy(cache),
    createInvalidateByRollout(cache),
    invalidateByFeedback,
    review,
    restore,
    scheduleCheck,
    compareCheck,
    steer,
    scheduleJudgement,
    judgeRoute,
    watchDrift,
    ledger,
    createPlan(popular),
    warm,
    settleQuestion,
    release,
    guardArms,
  ]
    // A decider's state and gathered facts are its own affair: the runtime hands them back to it unread.
    .map(each => inArms(each as unknown as AnyDecider))
