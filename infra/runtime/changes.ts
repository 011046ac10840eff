import { setTimeout as delay } from 'node:timers/promises'
import { turnstreamError } from '../../processors/errors.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { ServingLeases } from '../../processors/ports/leases.ts'
import type { EventIndex, EventLog } from '../../processors/ports/log.ts'
import { taskIds } from '../../processors/warm/plan.ts'
import type { FeedbackGiven, PolicyChanged } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import type { Caches } from './caches.ts'
import type { ViewTail } from './views.ts'

/** Changes from outside, acknowledged when they count. */
export interface Changes {
  /**
   * In force when it resolves: every lookup for a request that arrives afterwards follows it, in whichever process. Rejects
   * with UNAVAILABLE where that cannot be said; the change is on the log then all the same.
   */
  changePolicy(change: PolicyChanged): Promise<{ version: string; epoch: number }>
  /** Durable when it resolves: the change comes in force once what it concerns was asked anew. `epoch` is that of the announcement. */
  announcePolicy(change: Announced): Promise<{ version: string; epoch: number }>
  /** Resolves when the change of this epoch is in force; rejects as `changePolicy`. */
  policyInForce(epoch: number): Promise<void>
  /** Durable when it resolves; what an unhelpful mark takes out of the caches is out. Rejects UNKNOWN_TURN. */
  giveFeedback(feedback: FeedbackGiven): Promise<{ feedbackId: string }>
}

type Announced = Omit<PolicyChanged, 'announced' | 'revision'>

export interface ChangesOptions {
  readonly log: EventLog & EventIndex
  readonly partitions: number
  readonly views: Pick<ViewTail, 'reached'>
  readonly leases: Pick<ServingLeases, 'settled' | 'trouble'>
  readonly caches: Pick<Caches, 'caughtUp'>
  /** Whether this process takes entries out of the caches that were marked unhelpful. */
  readonly invalidates: boolean
  /** Event time, ms since 1970. */
  readonly clock: () => number
  /** Monotonic, ms. */
  readonly now: () => number
}

/** How long a policy change may take to be in force everywhere: several leases, ms. */
const policyMs = 10_000

/** The group that takes out of the caches what was marked unhelpful. */
const condemns = 'invalidate-feedback'

export const createChanges = (options: ChangesOptions): Changes => {
  const { log, partitions, views, leases, caches, invalidates, clock, now } = options

  const policyInForce = async (epoch: number): Promise<void> => {
    const signal = AbortSignal.timeout(policyMs)
    try {
      await views.reached('policy.changes', epoch, signal)
      await leases.settled(epoch, signal)
    } catch (cause) {
      const why = leases.trouble() ?? 'another process still serves under an earlier one'
      throw turnstreamError(
        'UNAVAILABLE',
        `the change is on the log, epoch ${epoch}, but it cannot be said that every gateway follows it: ${why}; ` +
          'post it again under the same version to be told when it is in force',
        { cause, details: { epoch } },
      )
    }
  }
  const append = async (event: DomainEvent) => (await log.append([toRecord(event, partitions)]))[0]!

  return {
    policyInForce,
    changePolicy: async change => {
      const timeMs = clock()
      const { offset } = await append({
        id: `policy.${change.version}.${timeMs}`,
        type: 'PolicyChanged',
        key: change.scene ?? 'all',
        timeMs,
        source: 'policy',
        subject: change.version,
        cause: null,
        data: change,
      })
      const epoch = Number(offset)
      await policyInForce(epoch)
      return { version: change.version, epoch }
    },
    announcePolicy: async change => {
      const taskId = taskIds.ofChange(change.version)
      const { offset } = await append({
        id: taskIds.announced(taskId),
        type: 'PolicyAnnounced',
        key: change.scene ?? 'all',
        timeMs: clock(),
        source: 'policy',
        subject: taskId,
        cause: null,
        data: change,
      })
      return { version: change.version, epoch: Number(offset) }
    },
    giveFeedback: async feedback => {
      const { turnId } = feedback
      const timeMs = clock()
      if (log.find(turnId)?.headers.ce_type !== 'turnstream.TurnReceived')
        throw turnstreamError('UNKNOWN_TURN', `no turn has the id ${turnId}`)
      const feedbackId = `${turnId}.feedback.${timeMs.toString(36)}${Math.trunc(now() * 1000).toString(36)}`
      const position = await append({
        id: feedbackId,
        type: 'FeedbackGiven',
        key: turnId,
        timeMs,
        source: 'feedback',
        subject: turnId,
        cause: null,
        data: feedback,
      })
      if (feedback.helpful === false && invalidates) {
        // The mark is acknowledged once what it condemns is out of the caches.
        const behind = async (): Promise<boolean> => (await log.progress(condemns, position)).next <= position.offset
        do {
          while (await behind()) await delay(2)
          await log.synced()
          // What was accepted may have been lost, and is decided again then.
        } while (await behind())
        await caches.caughtUp()
      }
      return { feedbackId }
    },
  }
}
