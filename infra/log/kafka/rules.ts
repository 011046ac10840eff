import type { Seat } from './membership.ts'

export type Isolation = 'read_committed' | 'read_uncommitted'

/** As requests have it. */
export const isolationLevels: Readonly<Record<Isolation, number>> = { read_uncommitted: 0, read_committed: 1 }

/** What the log on Kafka rests on, for tests that break it on purpose, to prove that they would notice; nothing else passes any. */
export interface KafkaRules {
  /** Of a partition of a group, whoever owns it: who takes it fences who had it. */
  transactionalId(group: string, partition: number): string
  /** In whose name offsets are committed: the group refuses who is no member, or of an earlier generation. */
  committer(seat: Seat): Pick<Seat, 'memberId' | 'generationId'>
  /** How long after the last heartbeat that was answered was sent a member takes its partitions for its own. */
  leaseMs(sessionTimeoutMs: number): number
  readonly isolation: Isolation
}

export const kafkaRules: KafkaRules = {
  transactionalId: (group, partition) => `${group}.${partition}`,
  committer: seat => seat,
  leaseMs: sessionTimeoutMs => sessionTimeoutMs,
  isolation: 'read_committed',
}
