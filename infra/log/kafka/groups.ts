import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type {
  GroupListener,
  Membership,
  NewRecord,
  Ownership,
  Position,
  Progress,
  TopicPartition,
} from '../../../processors/ports/log.ts'
import { type Member, openMember, type Seat } from './membership.ts'
import { type Committed, fetchCommitted } from './progress.ts'
import { logError } from './reasons.ts'
import type { KafkaRules } from './rules.ts'
import { openSession, type Session } from './session.ts'
import type { Table } from './table.ts'
import type { Transactor } from './transactor.ts'
import type { Wire } from './wire.ts'

export interface GroupsOptions {
  readonly wire: Wire
  readonly table: Table
  /** Before transactional ids and groups in the cluster. */
  readonly prefix: string
  readonly sessionTimeoutMs: number
  readonly heartbeatMs: number
  readonly rideMs: number
  readonly rules: KafkaRules
  transactor(transactionalId: string): Transactor
  find(records: readonly NewRecord[]): Promise<readonly Position[]>
  /** Resolves when the copy has all state that was committed before the call. */
  stateIsHere(signal: AbortSignal): Promise<void>
  readonly onTrouble: (error: unknown) => void
}

export interface Groups {
  join(group: string, topics: readonly string[], listener: GroupListener): Promise<Membership>
  /** The session that these ownerships are of. Throws LOG_FENCED. */
  session(owners: readonly Ownership[], progress: readonly Progress[]): Session
  progress(group: string, at: TopicPartition): Promise<Omit<Committed, 'commitId'> | null>
  settle(): Promise<void>
  close(): Promise<void>
}

interface Here {
  readonly group: string
  readonly topics: readonly string[]
  readonly listener: GroupListener
  readonly sessions: Map<number, Session>
  /** That the sessions are of. */
  seat: Seat | null
  member: Member | null
  left: boolean
}

/** Resolving `join` waits for the first assignment, but not for long: another member may be slow to let go. */
const JOIN_MS = 1_000
const REBALANCE_TIMEOUT_MS = 10_000
/** What is under way may finish before the group is joined again. */
const SETTLE_MS = 5_000
const RETRY_MS = 100

export const openGroups = (options: GroupsOptions): Groups => {
  const { wire, table, prefix, onTrouble, rules } = options
  const members = new Set<Here>()
  const leaving = new Set<() => Promise<void>>()
  let joined = 0

  const clusterName = (group: string): string => prefix + group

  const partitionsOf = async (topics: readonly string[]): Promise<number> => {
    const counts = await Promise.all(topics.map(async topic => (await table.topic(topic)).partitions))
    if (new Set(counts).size === 1) return counts[0]!
    throw turnstreamError(
      'CONFIG_INVALID',
      `a group reads topics with equal numbers of partitions, not ${topics.map((topic, i) => `${topic} with ${counts[i]}`).join(', ')}`,
      { details: { topics } },
    )
  }

  const ownershipsOf = ({ group, topics }: Here, sessions: Iterable<Session>): Ownership[] =>
    [...sessions].flatMap(({ partition, generation }) => topics.map(topic => ({ group, topic, partition, generation })))

  const revoke = (here: Here): void => {
    const lost = ownershipsOf(here, here.sessions.values())
    for (const session of here.sessions.values()) session.end()
    here.sessions.clear()
    if (lost.length > 0) here.listener.onRevoked(lost)
  }

  /** Takes the transactional id, and only then looks how far its last owner came: nothing can be added to that any more. */
  const take = async (here: Here, seat: Seat, partition: number, transactor: Transactor): Promise<Session> => {
    const generation = await transactor.begin()
    const fetch = () => fetchCommitted(wire, table, clusterName(here.group), here.topics, partition)
    return openSession({
      group: clusterName(here.group),
      committer: rules.committer(seat),
      partition,
      transactor,
      generation,
      committed: await fetch(),
      fetchCommitted: fetch,
      find: options.find,
      onFenced: () => {
        revoke(here)
        // Who has the partition by right is for the group to say; it may be this one, fenced by a transaction that timed out.
        here.member?.rejoin()
      },
      rideMs: options.rideMs,
    })
  }

  const sit = async (here: Here, seat: Seat, transactors: Map<number, Transactor>): Promise<void> => {
    const numbers = [...new Set([...seat.assignment.values()].flat())]
    for (;;)
      try {
        const sessions = await Promise.all(
          numbers.map(partition => {
            const transactor =
              transactors.get(partition) ??
              options.transactor(rules.transactionalId(clusterName(here.group), partition))
            transactors.set(partition, transactor)
            return take(here, seat, partition, transactor)
          }),
        )
        await options.stateIsHere(seat.signal)
        if (seat.signal.aborted || here.left) return
        here.seat = seat
        for (const session of sessions) here.sessions.set(session.partition, session)
        const owned = ownershipsOf(here, sessions)
        if (owned.length > 0) here.listener.onAssigned(owned)
        return
      } catch (error) {
        if (seat.signal.aborted || here.left) return
        onTrouble(error)
        await sleep(RETRY_MS)
      }
  }

  const held = ({ group, topic, partition, generation }: Ownership): Session | undefined => {
    for (const here of members) {
      if (here.group !== group || !here.topics.includes(topic)) continue
      const session = here.sessions.get(partition)
      if (session?.generation === generation && !session.hasEnded()) return session
    }
    return undefined
  }

  return {
    join: async (group, topics, listener) => {
      const partitions = await partitionsOf(topics)
      const here: Here = {
        group,
        topics: [...topics],
        listener,
        sessions: new Map(),
        seat: null,
        member: null,
        left: false,
      }
      const transactors = new Map<number, Transactor>()
      const { promise: seated, resolve } = Promise.withResolvers<void>()
      let sitting: Promise<void> = Promise.resolve()
      members.add(here)
      const member = openMember({
        wire,
        group: clusterName(group),
        topics: topics.map(topic => table.prefix + topic),
        partitions,
        lane: `join ${joined++}`,
        sessionTimeoutMs: options.sessionTimeoutMs,
        rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
        heartbeatMs: options.heartbeatMs,
        // Who stays away from a rebalance for so long loses its seat as well.
        leaseMs: rules.leaseMs(Math.min(options.sessionTimeoutMs, REBALANCE_TIMEOUT_MS)),
        onSeat: seat => {
          sitting = sitting.then(() => sit(here, seat, transactors))
          void sitting.then(resolve)
        },
        onGone: async () => {
          // What is riding goes before others may take the partition; what runs is told at once.
          const sessions = [...here.sessions.values()]
          const lost = ownershipsOf(here, sessions)
          here.sessions.clear()
          if (lost.length > 0) listener.onRevoked(lost)
          await Promise.race([Promise.allSettled(sessions.map(session => session.settle())), sleep(SETTLE_MS)])
          for (const session of sessions) session.end()
          await sitting
        },
        onTrouble: error => onTrouble(logError(error, `group ${group}`)),
      })
      here.member = member
      const leave = async (): Promise<void> => {
        if (here.left) return
        here.left = true
        const sessions = [...here.sessions.values()]
        here.sessions.clear()
        await Promise.race([Promise.allSettled(sessions.map(session => session.settle())), sleep(SETTLE_MS)])
        for (const session of sessions) session.end()
        await member.leave()
        members.delete(here)
        leaving.delete(leave)
      }
      leaving.add(leave)
      await Promise.race([seated, sleep(JOIN_MS, undefined, { ref: false })])
      return {
        assigned: () => (here.seat?.isOver() ? [] : ownershipsOf(here, here.sessions.values())),
        leave,
      }
    },
    session: (owners, progress) => {
      const sessions = owners.map(owner => {
        const session = held(owner)
        if (session) return session
        throw turnstreamError(
          'LOG_FENCED',
          `group ${owner.group} no longer holds ${owner.topic}/${owner.partition} under generation ${owner.generation}`,
          { details: { ...owner } },
        )
      })
      for (const { topic, partition } of progress)
        if (!owners.some(owner => owner.topic === topic && owner.partition === partition))
          throw turnstreamError('LOG_FENCED', `the commit has progress on ${topic}/${partition}, but not its ownership`)
      const [first] = sessions
      if (first !== undefined && sessions.every(each => each === first)) return first
      throw turnstreamError('RECORD_INVALID', 'a commit is of one group and one partition number')
    },
    progress: async (group, at) => {
      for (const here of members) {
        const session = here.group === group && here.topics.includes(at.topic) && here.sessions.get(at.partition)
        if (session && !session.hasEnded()) return session.progress(at.topic)
      }
      const of = await fetchCommitted(wire, table, clusterName(group), [at.topic], at.partition, 'onlooker')
      return of.get(at.topic) ?? null
    },
    settle: async () => {
      const sessions = [...members].flatMap(here => [...here.sessions.values()])
      await Promise.allSettled(sessions.map(session => session.settle()))
    },
    close: async () => {
      await Promise.allSettled([...leaving].map(leave => leave()))
    },
  }
}
