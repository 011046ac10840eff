import { turnstreamError } from '../../../processors/errors.ts'
import type { GroupListener, Membership, Ownership } from '../../../processors/ports/log.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { serially } from './serially.ts'
import type { Write, Writer } from './writer.ts'

export interface Groups {
  join(group: string, topics: readonly string[], listener: GroupListener): Promise<Membership>
  /** Throws LOG_FENCED unless each of these is held now. */
  checkHeld(owners: readonly Ownership[]): void
  /** Takes a group's partitions from its members and gives them back under new generations. */
  shake(group: string): Promise<void>
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
}

const generationKeyOf = (group: string, partition: number): Buffer => Buffer.from(`generation/${group}\0${partition}`)

const ownershipsOf = (group: Group, member: Member, partitions: readonly [number, number][]): Ownership[] =>
  partitions.flatMap(([partition, generation]) =>
    member.topics.map(topic => ({ group: group.name, topic, partition, generation })),
  )

/**
 * Consumer groups within this process. Partition p of every topic goes to member p modulo the number of members, in the
 * order of joining. Generations are kept in the log, so they rise over restarts too.
 *
 * A rebalance goes: write the new generations, for which alone the disk is needed, so that its failure changes nothing;
 * fence and revoke what moves; let commits under way finish; tell the new owners.
 */
export const openGroups = (environment: Environment, catalogue: Catalogue, writer: Writer): Groups => {
  const groups = new Map<string, Group>()

  const groupOf = (name: string): Group => {
    const known = groups.get(name)
    if (known) return known
    const group = { name, members: [], inOrder: serially() }
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

  const generationWrite = (group: Group, partition: number, generation: number): Write => {
    const value = Buffer.alloc(6)
    value.writeUIntBE(generation, 0, 6)
    return { table: environment.meta, key: generationKeyOf(group.name, partition), value }
  }

  const nextGeneration = (group: Group, partition: number): number =>
    (environment.meta.getBinary(generationKeyOf(group.name, partition))?.readUIntBE(0, 6) ?? 0) + 1

  /** Brings the group to its due assignment. `anew` takes every partition from its owner first, even to give it back. */
  const assign = async (group: Group, count: number, anew = false): Promise<void> => {
    const members = group.members.filter(member => !member.left)
    if (members.length === 0) return
    const ownerOf = (partition: number): Member => members[partition % members.length]!
    const moving = Array.from({ length: count }, (_, partition) => partition).filter(
      partition => anew || !ownerOf(partition).held.has(partition),
    )
    const generations = new Map(moving.map(partition => [partition, nextGeneration(group, partition)]))
    await writer.submit({ writes: [...generations].map(([...each]) => generationWrite(group, ...each)) })
    for (const member of group.members) revoke(group, member, moving)
    // Commits that were under way are through when this is: a new owner that asks for progress sees theirs.
    await writer.submit({})
    for (const member of members.filter(each => !each.left)) {
      const owned = [...generations].filter(([partition]) => ownerOf(partition) === member)
      for (const [partition, generation] of owned) member.held.set(partition, generation)
      if (owned.length > 0) member.listener.onAssigned(ownershipsOf(group, member, owned))
    }
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
    shake: async name => {
      const group = groupOf(name)
      await group.inOrder(async () => {
        const [first] = group.members
        if (!first) return
        await assign(group, partitionsOf(first.topics), true)
      })
    },
  }
}
