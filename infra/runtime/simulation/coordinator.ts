import type { GroupListener, Ownership } from '../../../processors/ports/log.ts'
import type { SimulatedProcess } from './process.ts'
import type { Random } from './random.ts'

export interface Member {
  readonly process: SimulatedProcess
  readonly listener: GroupListener
  /** False while its session has lapsed: it is given nothing. */
  inSession: boolean
}

/** Says who owns what. It rules at once; the members hear of it later. */
export interface Coordinator {
  /** The generation that may commit for a partition; it rises with every revoke and every assignment. */
  generation(partition: number): number
  /** When a generation began, ms of virtual time. */
  sinceMs(partition: number, generation: number): number
  join(member: Member): void
  remove(member: Member): void
  /** A member whose session lapses loses its partitions without noticing. */
  lapse(process: SimulatedProcess): void
  renew(process: SimulatedProcess): void
  /** True for a generation that ended by its owner's session, which the owner can tell by its own clock. */
  hasLapsed(partition: number, generation: number): boolean
  /** Moves a partition to a random member; to the one that has it, for a quick re-assign. */
  move(partition: number, to: 'any' | 'same'): void
}

interface Assignment {
  generation: number
  /** When each generation began. */
  readonly sinceMs: number[]
  readonly lapsed: Set<number>
  owner: Member | null
}

export const createCoordinator = (
  group: string,
  topics: readonly string[],
  partitions: number,
  random: Random,
  nowMs: () => number,
): Coordinator => {
  let members: Member[] = []
  const assignments: Assignment[] = Array.from({ length: partitions }, () => ({
    generation: 0,
    sinceMs: [0],
    lapsed: new Set(),
    owner: null,
  }))

  const owned = (partition: number): Ownership[] =>
    topics.map(topic => ({ group, topic, partition, generation: assignments[partition]!.generation }))

  const assign = (partition: number, owner: Member | null): void => {
    const assignment = assignments[partition]!
    const loser = assignment.owner
    const lost = owned(partition)
    if (loser) loser.process.notify(() => loser.listener.onRevoked(lost))
    assignment.generation += 1
    assignment.sinceMs[assignment.generation] = nowMs()
    assignment.owner = owner
    const won = owned(partition)
    if (owner) owner.process.notify(() => owner.listener.onAssigned(won))
  }

  const candidates = (): Member[] => members.filter(({ inSession }) => inSession)

  const assignOrphans = (): void => {
    if (candidates().length === 0) return
    for (const [partition, { owner }] of assignments.entries()) if (!owner) assign(partition, random.pick(candidates()))
  }

  const release = (member: Member): void => {
    for (const [partition, { owner }] of assignments.entries()) if (owner === member) assign(partition, null)
    assignOrphans()
  }

  const of = (process: SimulatedProcess): Member[] => members.filter(member => member.process === process)

  return {
    generation: partition => assignments[partition]!.generation,
    sinceMs: (partition, generation) => assignments[partition]!.sinceMs[generation]!,
    join: member => {
      members.push(member)
      assignOrphans()
      // A newcomer takes its share, or it would idle until something breaks.
      for (const partition of assignments.keys()) if (random.chance(1 / members.length)) assign(partition, member)
    },
    remove: member => {
      members = members.filter(other => other !== member)
      release(member)
    },
    lapse: process => {
      for (const member of of(process)) {
        member.inSession = false
        for (const { owner, generation, lapsed } of assignments) if (owner === member) lapsed.add(generation)
        release(member)
      }
    },
    renew: process => {
      for (const member of of(process)) member.inSession = true
      assignOrphans()
    },
    hasLapsed: (partition, generation) => assignments[partition]!.lapsed.has(generation),
    move: (partition, to) => {
      const { owner } = assignments[partition]!
      if (candidates().length === 0) return
      assign(partition, to === 'same' && owner ? owner : random.pick(candidates()))
    },
  }
}
