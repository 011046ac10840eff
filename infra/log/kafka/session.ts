import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type { NewRecord, Position, Progress } from '../../../processors/ports/log.ts'
import { serially } from '../../runtime/serially.ts'
import type { Seat } from './membership.ts'
import { type Committed, encodeMetadata } from './progress.ts'
import { hasMoved, isFenced, isRefusal, logError } from './reasons.ts'
import { type CommittedOffset, TransactionFailed, type Transactor } from './transactor.ts'

/** The right to commit for one partition number of a group, under one seat. */
export interface Session {
  readonly partition: number
  readonly generation: number
  /**
   * Records, progress and the writes of state that are among the records, all or nothing. What is in doubt after an error is
   * looked up by the committed progress. Throws LOG_FENCED, RECORD_INVALID, LOG_UNAVAILABLE.
   */
  commit(records: readonly NewRecord[], progress: readonly Progress[]): Promise<readonly Position[]>
  /** Keeps progress that leads to nothing; it rides with the next commit, or goes by itself a little later. */
  ride(progress: readonly Progress[]): void
  /** Committed, or riding. Null where the group has committed nothing. */
  progress(topic: string): Promise<Omit<Committed, 'commitId'> | null>
  /** Commits what is riding; resolves when nothing is under way. */
  settle(): Promise<void>
  /** Fences whatever comes from now on. */
  end(): void
  hasEnded(): boolean
}

export interface SessionOptions {
  readonly group: string
  /** In whose name offsets are committed. */
  readonly committer: Pick<Seat, 'memberId' | 'generationId'>
  readonly partition: number
  readonly transactor: Transactor
  readonly generation: number
  /** Of each topic of the group, after `begin`. */
  readonly committed: ReadonlyMap<string, Committed | null>
  /** The group's committed progress as it is now. */
  fetchCommitted(): Promise<ReadonlyMap<string, Committed | null>>
  /** Where records are that were committed. */
  find(records: readonly NewRecord[]): Promise<readonly Position[]>
  /** The group has moved on, or another has the transactional id. */
  onFenced(): void
  readonly rideMs: number
}

/** Trying again ends after so long; then the caller decides. */
const PATIENCE_MS = 20_000
const RETRY_MS = 20

interface Doubt {
  readonly commitId: string
  readonly topics: readonly string[]
  readonly progress: readonly Progress[]
}

type Known = Map<string, Committed | null>

const same = (a: Progress, b: Progress): boolean =>
  a.topic === b.topic &&
  a.next === b.next &&
  a.done.length === b.done.length &&
  a.done.every((offset, i) => offset === b.done[i])

const newCommitId = (): string => randomBytes(9).toString('base64url')

export const openSession = (options: SessionOptions): Session => {
  const { group, committer, partition, transactor, generation, rideMs } = options
  const known: Known = new Map(options.committed)
  const riding = new Map<string, Progress>()
  const inOrder = serially()
  let doubt: Doubt | null = null
  let ended = false
  let timer: NodeJS.Timeout | null = null

  const fenced = (): Error =>
    turnstreamError(
      'LOG_FENCED',
      `group ${group} no longer holds partition ${partition} under generation ${generation}`,
      {
        details: { group, partition, generation },
      },
    )
  const fence = (): Error => {
    end()
    options.onFenced()
    return fenced()
  }
  const end = (): void => {
    ended = true
    if (timer !== null) clearTimeout(timer)
    timer = null
  }

  /**
   * Begins anew after an error. Kafka has settled by then what was open, so the ids of the commits tell: whether the one in
   * doubt went through (true), or not (false), or whether another owner has committed since, and this one is fenced.
   */
  const beginAgain = async (): Promise<boolean> => {
    await transactor.begin()
    const now = await options.fetchCommitted()
    let through = false
    for (const [topic, committed] of now) {
      const commitId = committed?.commitId
      if (doubt?.topics.includes(topic) && commitId === doubt.commitId) through = true
      else if (commitId !== known.get(topic)?.commitId) throw fence()
      known.set(topic, committed)
    }
    return through
  }

  const attempt = async (
    records: readonly NewRecord[],
    progress: readonly Progress[],
  ): Promise<readonly Position[]> => {
    if (transactor.isBroken() || doubt !== null) {
      const before = doubt
      const through = await beginAgain()
      doubt = null
      const all = before !== null && progress.every(each => before.progress.some(other => same(each, other)))
      if (through && all) return options.find(records)
    }
    const commitId = newCommitId()
    const offsets: CommittedOffset[] = progress.map(({ topic, next, done }) => ({
      topic,
      partition,
      next,
      metadata: encodeMetadata({ next, done, commitId }),
    }))
    const { memberId, generationId } = committer
    try {
      const positions = await transactor.run({
        records,
        offsets: offsets.length === 0 ? null : { group, memberId, generationId, offsets },
      })
      for (const { topic, next, done } of progress) known.set(topic, { next, done, commitId })
      return positions
    } catch (error) {
      if (!(error instanceof TransactionFailed)) throw error
      if (error.inDoubt) doubt = { commitId, topics: progress.map(({ topic }) => topic), progress }
      throw error
    }
  }

  const commitNow = async (records: readonly NewRecord[], own: readonly Progress[]): Promise<readonly Position[]> => {
    const deadline = performance.now() + PATIENCE_MS
    const riders = [...riding.values()].filter(({ topic }) => !own.some(each => each.topic === topic))
    const progress = [...own, ...riders]
    for (;;) {
      if (ended) throw fenced()
      try {
        const positions = await attempt(records, progress)
        for (const each of progress)
          if (riding.get(each.topic) === each || own.includes(each)) riding.delete(each.topic)
        return positions
      } catch (error) {
        if (isFenced(error) || hasMoved(error)) throw fence()
        if (isRefusal(error)) throw logError((error as Error).cause, 'a commit')
        if (!(error instanceof TransactionFailed)) throw error
        // Without progress nothing tells whether it went through.
        if ((doubt !== null && progress.length === 0) || performance.now() > deadline) {
          if (progress.length === 0) doubt = null
          throw logError(error.cause, `a commit of group ${group}`)
        }
        await sleep(RETRY_MS)
      }
    }
  }

  const flush = (): Promise<void> =>
    inOrder(async () => {
      if (riding.size > 0 && !ended) await commitNow([], [])
    })

  return {
    partition,
    generation,
    commit: async (records, progress) => {
      if (ended) throw fenced()
      return inOrder(() => commitNow(records, progress))
    },
    ride: progress => {
      if (ended) throw fenced()
      for (const each of progress) riding.set(each.topic, each)
      timer ??= setTimeout(() => {
        timer = null
        // What is not committed is decided again, and leads to nothing again.
        void flush().catch(() => undefined)
      }, rideMs)
    },
    progress: async topic => {
      if (doubt !== null)
        await inOrder(async () => {
          if (doubt === null) return
          await beginAgain()
          doubt = null
        })
      return riding.get(topic) ?? known.get(topic) ?? null
    },
    settle: flush,
    end,
    hasEnded: () => ended,
  }
}
