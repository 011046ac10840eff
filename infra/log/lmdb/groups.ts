import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type { GroupListener, Membership, Ownership } from '../../../processors/ports/log.ts'
import { serially } from '../../runtime/serially.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { generationWrite, nextGeneration } from './generations.ts'
import type { Overlay } from './overlay.ts'
import type { Writer } from './writer.ts'

export interface Groups {
  join(group: string, topics: readonly string[], listener: GroupListener): Promise<Membership>
  /** Throws LOG_FENCED unless each of these is held now. */
  checkHeld(owners: readonly Ownership[]): void
  /** Takes a group's partitions from its members and gives them back under new generations. */
  shake(group: string): Promise<void>
  /**
   * To be called before what a group accepts is checked. From then on a loss takes its partitions; one that it has kept them
   * through takes them now, for it may have read ahead what was lost.
   */
  accepting(owners: readonly Ownership[]): void
  /**
   * Takes every partition of every group that accepts from its members, at once, for what they have built on is lost; gives
   * them back under new generations as soon as the log can be written. A group that only commits has built on what is
   * durable, and keeps its partitions: what it does in the world goes on, and what it committed in vain it commits again.
   */
  startAgain(): void
  close(): void
}

interface Member {
  readonly topics: readonly string[]
  readonly listener: GroupListener
  /** Generation by partition number. */
  readonly held: Map<number, number>
  left: boolean
}

interface Group {
  readonly name: string
  readonly members: Member[]
  readonly inOrder: ReturnType<typeof serially>
  /** It has accepted something. */
  accepts: boolean
  /** It kept its partitions through a loss, for it had not accepted anything. */
  spared: boolean
  /** There may be partitions that nobody holds now. */
  bare: boolean
  /** Assignments whose owners may have seen progress that is not on the disk yet. */
  settling: number
  /** Someone is at it, and will try again by itself. */
  givingBack: boolean
}

const ownershipsOf = (group: Group, member: Member, partitions: readonly [number, number][]): Ownership[] =>
  partitions.flatMap(([partition, generation]) =>
    member.topics.map(topic => ({ group: group.name, topic, partition, generation })),
  )

/** Between two tries to give partitions back while the log cannot be written. */
const RETRY_MS = 100

/**
 * Consumer groups within this process. Partition p of every topic goes to member p modulo the number of members, in the
 * order of joining. Generations are kept in the log, so they rise over restarts too.
 *
 * A rebalance goes: write the new generations, for which alone the disk is needed, so that its failure changes nothing;
 * then, in one go, fence and revoke what moves and tell the new owners, who see all progress that was accepted before.
 * After a loss nothing can wait for the disk: what a group holds that accepts is fenced and revoked first, and given back when
 * it is written.
 */
export const openGroups = (
  environment: Environment,
  overlay: () => Overlay,
  catalogue: Catalogue,
  writer: Pick<Writer, 'submit'>,
): Groups => {
  const groups = new Map<string, Group>()
  const ending = new AbortController()

  const groupOf = (name: string): Group => {
    const known = groups.get(name)
    if (known) return known
    const group = {
      name,
      members: [],
      inOrder: serially(),
      accepts: false,
      spared: false,
      bare: false,
      settling: 0,
      givingBack: false,
    }
    groups.set(name, group)
    return group
  }

  const partitionsOf = (topics: readonly string[]): number => {
    const counts = topics.map(topic => catalogue.topic(topic).spec.partitions)
    if (new Set(counts).size === 1) return counts[0]!
    throw turnstreamError(
      'CONFIG_INVALID',
      `a group reads topics with equal numbers of partitions, not ${topics.map((topic, i) => `${topic} with ${counts[i]}`).join(', ')}`,
      { details: { topics } },
    )
  }

  const revoke = (group: Group, member: Member, partitions: readonly number[]): void => {
    const lost: [number, number][] = []
    for (const partition of partitions) {
      const generation = member.held.get(partition)
      if (generation !== undefined && member.held.delete(partition)) lost.push([partition, generation])
    }
    if (lost.length > 0) member.listener.onRevoked(ownershipsOf(group, member, lost))
  }

  /** Brings the group to its due assignment. `anew` takes every partition from its owner first, even to give it back. */
  const assign = async (group: Group, count: number, anew = false): Promise<void> => {
    const members = group.members.filter(member => !member.left)
    if (members.length === 0) return
    const ownerOf = (partition: number): Member => members[partition % members.length]!
    const moving = Array.from({ length: count }, (_, partition) => partition).filter(
      partition => anew || !ownerOf(partition).held.has(partition),
    )
    if (moving.length === 0) return
    const generations = new Map(
      moving.map(partition => [partition, nextGeneration(environment, overlay(), group.name, partition)]),
    )
    await writer.submit({ writes: [...generations].map(([...each]) => generationWrite(group.name, ...each)) })
    for (const member of group.members) revoke(group, member, moving)
    for (const member of members.filter(each => !each.left)) {
      const owned = [...generations].filter(([partition]) => ownerOf(partition) === member)
      for (const [partition, generation] of owned) member.held.set(partition, generation)
      if (owned.length > 0) member.listener.onAssigned(ownershipsOf(group, member, owned))
    }
    group.settling++
    const settled = (): void => {
      group.settling--
    }
    void writer.submit({}).then(settled, settled)
  }

  const assignInOrder = (group: Group, anew: boolean): Promise<void> =>
    group.inOrder(async () => {
      const [first] = group.members
      if (first) await assign(group, partitionsOf(first.topics), anew)
    })

  /** Gives partitions that nobody holds to whom they are due, however often that takes. */
  const giveBack = async (group: Group): Promise<void> => {
    while (group.bare && !ending.signal.aborted) {
      group.bare = false
      await assignInOrder(group, false).catch(() => {
        group.bare = true
        return sleep(RETRY_MS, undefined, { ref: false, signal: ending.signal }).catch(() => undefined)
      })
    }
    group.givingBack = false
  }

  const beGivingBack = (group: Group): void => {
    group.bare = true
    if (group.givingBack) return
    group.givingBack = true
    void giveBack(group)
  }

  const revokeAll = (group: Group): void => {
    for (const member of group.members) revoke(group, member, [...member.held.keys()])
  }

  const leave = (group: Group, member: Member, count: number): Promise<void> => {
    // At once, not in turn: its commits are fenced from the call on.
    member.left = true
    member.held.clear()
    return group.inOrder(async () => {
      const place = group.members.indexOf(member)
      if (place < 0) return
      group.members.splice(place, 1)
      await assign(group, count)
    })
  }

  return {
    join: async (name, topics, listener) => {
      const count = partitionsOf(topics)
      const group = groupOf(name)
      const member: Member = { topics: [...topics], listener, held: new Map(), left: false }
      await group.inOrder(async () => {
        const other = group.members[0]?.topics
        if (other && other.join() !== topics.join())
          throw turnstreamError('CONFIG_INVALID', `group ${name} reads ${other.join(', ')}, not ${topics.join(', ')}`, {
            details: { group: name },
          })
        group.members.push(member)
        try {
          await assign(group, count)
        } catch (error) {
          group.members.splice(group.members.indexOf(member), 1)
          throw error
        }
      })
      return {
        assigned: () => ownershipsOf(group, member, [...member.held]),
        leave: () => leave(group, member, count),
      }
    },
    checkHeld: owners => {
      for (const { group, topic, partition, generation } of owners) {
        const holder = groups.get(group)?.members.find(member => member.held.get(partition) === generation)
        if (holder?.topics.includes(topic)) continue
        throw turnstreamError(
          'LOG_FENCED',
          `group ${group} no longer holds ${topic}/${partition} under generation ${generation}`,
          { details: { group, topic, partition, generation } },
        )
      }
    },
    accepting: owners => {
      for (const owner of owners) {
        const group = groups.get(owner.group)
        if (group === undefined || group.accepts) continue
        group.accepts = true
        if (!group.spared) continue
        revokeAll(group)
        beGivingBack(group)
      }
    },
    shake: name => assignInOrder(groupOf(name), true),
    startAgain: () => {
      for (const group of groups.values()) {
        if (group.accepts || group.settling > 0) revokeAll(group)
        else group.spared = true
        // One that is spared too: the loss may have been that of a rebalance after a member had left.
        beGivingBack(group)
      }
    },
    close: () => ending.abort(),
  }
}
