import { setTimeout as sleep } from 'node:timers/promises'
import { heartbeatV4, joinGroupV9, leaveGroupV5, syncGroupV5 } from '@platformatic/kafka'
import { type Lease, openLease } from './lease.ts'
import { type Assignment, assignNumbers, decodeAssignment, encodeAssignment, encodeSubscription } from './protocol.ts'
import { reasonOf } from './reasons.ts'
import type { Wire } from './wire.ts'

/** A place in a consumer group, for as long as the group keeps its assignment. */
export interface Seat {
  readonly memberId: string
  readonly generationId: number
  readonly assignment: Assignment
  /** Aborted when the group moves on, or has not been heard of for the session timeout. */
  readonly signal: AbortSignal
  /** True when another may have it by now, though `signal` has not heard of it. */
  isOver(): boolean
}

export interface MemberOptions {
  readonly wire: Wire
  readonly group: string
  /** As the cluster calls them. */
  readonly topics: readonly string[]
  readonly partitions: number
  readonly lane: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly heartbeatMs: number
  /** How long a seat is taken for the member's own without a heartbeat that is answered. */
  readonly leaseMs: number
  /** Called with each new seat. */
  readonly onSeat: (seat: Seat) => void
  /** Called when a seat is over, before the group is joined again: what it waits for is waited for. */
  readonly onGone: (seat: Seat) => Promise<void>
  readonly onTrouble: (error: unknown) => void
}

export interface Member {
  /** Leaves the group. */
  leave(): Promise<void>
  /** Gives the seat up and asks for another. */
  rejoin(): void
}

const PROTOCOL = 'equal-numbers'
const PROTOCOL_TYPE = 'consumer'
const RETRY_MS = 100

/**
 * Holds a membership and nothing else: no record is fetched for it, so however long the work on a record takes, the heartbeat
 * goes on and the group stays as it is.
 */
export const openMember = (options: MemberOptions): Member => {
  const { wire, group, topics, partitions, lane, heartbeatMs, leaseMs, sessionTimeoutMs, rebalanceTimeoutMs } = options
  const now = (): number => performance.now()
  const leaving = new AbortController()
  const subscription = encodeSubscription(topics)
  let memberId = ''
  let moving = false

  const join = async (): Promise<Omit<Seat, 'signal' | 'isOver'> & { readonly lease: Lease }> => {
    const node = await wire.coordinator('group', group)
    const protocols = [{ name: PROTOCOL, metadata: subscription }]
    const ask = () =>
      wire.ask(
        ...([node, lane, joinGroupV9.api, group, sessionTimeoutMs, rebalanceTimeoutMs, memberId, null] as const),
        ...([PROTOCOL_TYPE, protocols, ''] as const),
      )
    const joined = await ask().catch(error => {
      const given = (error as { response?: { memberId?: string } }).response?.memberId
      if (reasonOf(error) !== 'MEMBER_ID_REQUIRED' || !given) throw error
      memberId = given
      return ask()
    })
    memberId = joined.memberId
    const { generationId, leader, members, protocolType, protocolName } = joined
    const assignments =
      leader === memberId
        ? [
            ...assignNumbers(
              members!.map(each => each.memberId),
              topics,
              partitions,
            ),
          ]
        : []
    // The session begins anew where this is answered, which is not before it was sent.
    const sentMs = now()
    const synced = await wire.ask(
      ...([node, lane, syncGroupV5.api, group, generationId, memberId, null, protocolType, protocolName] as const),
      assignments.map(([id, assignment]) => ({ memberId: id, assignment: encodeAssignment(assignment) })),
    )
    const assignment = decodeAssignment(synced.assignment)
    return { memberId, generationId, assignment, lease: openLease(leaseMs, sentMs, now) }
  }

  /** Until the group moves on or is not heard of any more. Resolves with the reason. */
  const beat = async (generationId: number, lease: Lease): Promise<string> => {
    while (!leaving.signal.aborted) {
      await sleep(heartbeatMs, undefined, { signal: leaving.signal }).catch(() => undefined)
      if (leaving.signal.aborted) break
      if (moving) return 'fenced'
      if (lease.isOver()) return 'silence'
      const sentMs = now()
      try {
        const node = await wire.coordinator('group', group)
        await wire.ask(node, 'heartbeat', heartbeatV4.api, group, generationId, memberId, null)
        lease.renew(sentMs)
      } catch (error) {
        const reason = reasonOf(error)
        if (['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'].includes(reason)) return reason
        wire.forget('group', group)
      }
    }
    return 'leaving'
  }

  const stay = async (): Promise<void> => {
    const seated = new AbortController()
    moving = false
    const { lease, ...place } = await join()
    const seat = { ...place, signal: seated.signal, isOver: lease.isOver }
    if (!leaving.signal.aborted) options.onSeat(seat)
    const reason = await beat(seat.generationId, lease)
    seated.abort(new Error(`the group ${group} moves on: ${reason}`))
    await options.onGone(seat)
    if (reason === 'UNKNOWN_MEMBER_ID') memberId = ''
  }

  const run = async (): Promise<void> => {
    while (!leaving.signal.aborted)
      try {
        await stay()
      } catch (error) {
        if (leaving.signal.aborted) return
        const reason = reasonOf(error)
        if (reason === 'UNKNOWN_MEMBER_ID') memberId = ''
        if (reason === 'REBALANCE_IN_PROGRESS' || reason === 'UNKNOWN_MEMBER_ID') continue
        wire.forget('group', group)
        options.onTrouble(error)
        await sleep(RETRY_MS, undefined, { signal: leaving.signal }).catch(() => undefined)
      }
  }
  const running = run()

  return {
    rejoin: () => {
      moving = true
    },
    leave: async () => {
      leaving.abort()
      if (memberId !== '') {
        const node = await wire.coordinator('group', group).catch(() => null)
        const members = [{ memberId, groupInstanceId: null, reason: 'leaving' }]
        // Without an answer the group finds out by the session timeout.
        if (node !== null) await wire.ask(node, 'leave', leaveGroupV5.api, group, members).catch(() => undefined)
      }
      await running
    },
  }
}
