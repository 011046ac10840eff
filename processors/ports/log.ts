/** The event log port. Embedded: LMDB (infra/log/lmdb). Real: Kafka. One contract suite runs against both. */

/** Bytes as they lie on a topic. `value: null` is a tombstone. Headers carry the CloudEvents attributes (`ce_id`, …). */
export interface NewRecord {
  readonly topic: string
  readonly partition: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: Readonly<Record<string, string>>
  /** Event time, ms since 1970. */
  readonly timestampMs: number
}

export interface StoredRecord extends NewRecord {
  /** Gapless from 0 on the embedded log; on Kafka there may be gaps. Never a number: offsets outgrow 2^53 in no test, but are compared as such. */
  readonly offset: bigint
}

export interface Position {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

export interface TopicSpec {
  readonly name: string
  readonly partitions: number
  /** `compact`: readers of the compacted view see the last record of each key; tombstones remove it. */
  readonly cleanup: 'delete' | 'compact'
  /** Null: for ever. */
  readonly retentionMs: number | null
}

/**
 * How far a group has come on one partition. `next` is the first offset not yet done; `done` lists offsets after it
 * that completed out of order, so that a restart repeats none of them.
 */
export interface Progress extends TopicPartition {
  readonly next: bigint
  readonly done: readonly bigint[]
}

/** The right to commit for a partition of a group: valid until the partition is revoked. */
export interface Ownership extends TopicPartition {
  readonly group: string
  /** Rises with every assignment of the partition; a commit with an older one is fenced. */
  readonly generation: number
}

/** A write to the keyed state of a processor, atomic with the outputs that caused it. `value: null` deletes. */
export interface StateWrite {
  readonly store: string
  readonly key: string
  readonly value: Uint8Array | null
}

export interface Commit {
  readonly records: readonly NewRecord[]
  readonly progress: readonly Progress[]
  /** One for each partition in `progress`. */
  readonly owners: readonly Ownership[]
  readonly state?: readonly StateWrite[]
}

/** A commit that has its place in the log, and may not be on the disk yet. */
export interface Accepted {
  /** Where its records are, in order. A log that keeps them gives the very records that those who read ahead get. */
  readonly positions: readonly Position[]
  /**
   * Resolves when they are durable. Rejects with LOG_UNAVAILABLE when they are lost, and with them all that was accepted
   * after them; it may be left alone, for then the group's partitions are revoked and assigned anew as well.
   */
  readonly durable: Promise<void>
}

export interface Membership {
  /**
   * Partitions now owned. A log that gives a member's partitions away when it has not heard of the member for a while must
   * leave them out from then on, although the member, which may have been stopped, has not been told yet: what is to be done
   * once asks here first. What was left out once is revoked.
   */
  assigned(): readonly Ownership[]
  /** Leaves the group; its partitions move to the other members. Commits with its ownerships are fenced from then on. */
  leave(): Promise<void>
}

export interface GroupListener {
  /** Called with partitions newly owned, before any of their records is to be read. */
  onAssigned(owned: readonly Ownership[]): void
  /** Called when partitions are taken away. Commits for them fail with LOG_FENCED from this moment. */
  onRevoked(lost: readonly Ownership[]): void
}

export interface EventLog {
  /** Identifies this log; read models remember it and rebuild when it differs. */
  readonly id: string
  /** Creates what is missing. Throws when a topic exists with another number of partitions: they never change in place. */
  createTopics(specs: readonly TopicSpec[]): Promise<void>
  topics(): Promise<readonly TopicSpec[]>
  /** Appends all or none, in order per partition; resolves when durable. Throws LOG_UNAVAILABLE, UNKNOWN_TOPIC, LOG_CLOSED. */
  append(records: readonly NewRecord[]): Promise<readonly Position[]>
  /** Outputs, progress and state, all or nothing; resolves when durable. Throws LOG_FENCED for a lost partition. */
  commit(commit: Commit): Promise<readonly Position[]>
  /**
   * Like `commit`, but resolves when the records have their place. From then on those who read `ahead` see them, and
   * `state`, `progress` and the event index know them. Whoever acts on the world waits for what is durable instead. After
   * a loss every partition of every group that accepts is revoked and assigned anew, so that who has read ahead starts
   * again from what is durable; a group that only commits keeps its partitions. A log that cannot do better commits, and resolves when that is durable.
   */
  accept(commit: Commit): Promise<Accepted>
  /** Resolves when all that was accepted or appended before the call is durable or lost. */
  synced(): Promise<void>
  /**
   * At most `limit` durable records from `at` on, in offset order; empty at the end. `ahead` also gives those that only
   * have their place: what is made of them must go back through `accept`. Never blocks. Throws OFFSET_OUT_OF_RANGE
   * before `begin`.
   */
  read(at: Position, limit: number, ahead?: boolean): Promise<readonly StoredRecord[]>
  /** Resolves as soon as a record at or after `at` may be read (`ahead`: read ahead); rejects with the signal's reason. */
  wait(at: Position, signal: AbortSignal, ahead?: boolean): Promise<void>
  /** First offset kept. */
  begin(at: TopicPartition): Promise<bigint>
  /** One past the last durable offset. */
  end(at: TopicPartition): Promise<bigint>
  /** First offset whose timestamp is >= timestampMs; `end` where there is none. Timestamps need not be ordered. */
  offsetAt(at: TopicPartition, timestampMs: number): Promise<bigint>
  /** The last record of each key with a value, in offset order, of a partition. Works on any keyed topic. */
  compacted(at: TopicPartition): AsyncIterable<StoredRecord>
  progress(group: string, at: TopicPartition): Promise<Progress>
  /** Joins a group over topics with equal partition counts; equal partition numbers go to one member. */
  join(group: string, topics: readonly string[], listener: GroupListener): Promise<Membership>
  /** Reads a processor's keyed state as last accepted. */
  state(store: string, key: string): Promise<Uint8Array | null>
  states(store: string): AsyncIterable<{ key: string; value: Uint8Array }>
  /** Drops what retention allows to drop, as of `nowMs`. Returns the number of records dropped. */
  applyRetention(nowMs: number): Promise<number>
  close(): Promise<void>
}

/**
 * Finds records by event id and by turn, from the moment they have their place. Embedded: an index written with the records.
 * Kafka: a read model.
 */
export interface EventIndex {
  has(eventId: string): boolean
  find(eventId: string): StoredRecord | null
  /**
   * All records whose `ce_subject` is this turn, in the order in which they were appended. One that was read before may be
   * at hand: it need not be read again.
   */
  ofSubject(subject: string, atHand?: StoredRecord): readonly StoredRecord[]
  /**
   * Resolves when it finds whatever led to a record that was read before the call, and what was committed with it: on Kafka partitions come one by one, so
   * an effect may be read before its cause. Rejects with the signal's reason, or LOG_UNAVAILABLE.
   */
  settled(signal: AbortSignal): Promise<void>
}
