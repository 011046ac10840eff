import type { Commit, Ownership, Progress, StoredRecord, TopicPartition } from '../../../processors/ports/log.ts'
import type { Verdict } from './invariants.ts'
import { hasLane, idOfRecord, isAccepted, laneNameOf } from './records.ts'
import { upsert } from './upsert.ts'

/** Watches what reaches the log, from outside the runner and of the log model's own fencing. */
export interface LogChecks {
  appended(record: StoredRecord): void
  /** Called for a commit that the log has taken; `generation` is the one that may commit. */
  committed(commit: Commit, generation: number): void
  isCommitted(record: StoredRecord): boolean
  /** Called once, when nothing more will happen. */
  atEnd(): void
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

export const createLogChecks = (verdict: Verdict, maxDone: number): LogChecks => {
  const partitions = new Map<
    string,
    { at: TopicPartition; records: StoredRecord[]; progress: Omit<Progress, keyof TopicPartition> }
  >()
  const outputs = new Set<string>()
  /** Per lane and partition: what is appended, and how many of them are committed. */
  const lanes = new Map<string, { offsets: bigint[]; committed: number }>()

  const partitionOf = (at: TopicPartition) =>
    upsert(partitions, nameOf(at), () => ({ at, records: [], progress: { next: 0n, done: [] } }))

  const laneOf = (record: StoredRecord) =>
    upsert(lanes, `${nameOf(record)}#${laneNameOf(record)}`, () => ({ offsets: [], committed: 0 }))

  const findRecord = (id: string): StoredRecord => {
    const [topic, partition, offset] = id.split('/') as [string, string, string]
    return partitionOf({ topic, partition: Number(partition) }).records[Number(offset)]!
  }

  const checkOutput = (id: string): void => {
    if (outputs.has(id)) verdict.fail('once', `${id} is committed again`)
    outputs.add(id)
    const record = findRecord(id)
    if (!hasLane(record)) return
    const lane = laneOf(record)
    const expected = lane.offsets[lane.committed++]
    if (expected !== record.offset) verdict.fail('ordered', `${id} is committed, ${expected} of its lane comes next`)
  }

  const checkProgress = (next: Progress, ids: readonly string[]): void => {
    const { records, progress: before } = partitionOf(next)
    const covers = (offset: bigint): boolean => offset < next.next || next.done.includes(offset)
    if (next.next < before.next) verdict.fail('forward', `${nameOf(next)} from ${before.next} back to ${next.next}`)
    for (const offset of before.done) if (!covers(offset)) verdict.fail('forward', `${nameOf(next)} forgets ${offset}`)
    for (const id of ids) if (!covers(findRecord(id).offset)) verdict.fail('atomic', `${id} without its progress`)
    const newly = records.filter(
      ({ offset }) => offset >= before.next && covers(offset) && !before.done.includes(offset),
    )
    for (const record of newly)
      if (isAccepted(record) && !outputs.has(idOfRecord(record)))
        verdict.fail('covered', `${idOfRecord(record)} is not`)
    if (next.next > BigInt(records.length))
      verdict.fail('covered', `${nameOf(next)} up to ${next.next}, beyond its end`)
    if (next.done.length > maxDone) verdict.fail('bounded', `${nameOf(next)} lists ${next.done.length}`)
    partitionOf(next).progress = next
  }

  const atEnd = (): void => {
    // All of a hung lane, not only what comes after: a lane goes on when an effect settles, so one that settled before
    // may be lost uncommitted with its partition, and then waits behind the old run when it is delivered again.
    const hung = new Set([...partitions.values()].flatMap(({ records }) => records.filter(isHung).map(laneNameOf)))
    for (const { at, records, progress } of partitions.values()) {
      const waits = records.filter(record => isAccepted(record) && !outputs.has(idOfRecord(record)))
      const lost = waits.find(record => !hasLane(record) || !hung.has(laneNameOf(record)))
      if (lost) verdict.fail('complete', `${idOfRecord(lost)} of lane ${laneNameOf(lost)} never did`)
      if (waits.length === 0 && progress.next !== BigInt(records.length))
        verdict.fail('complete', `progress of ${nameOf(at)} stays at ${progress.next} of ${records.length}`)
    }
  }

  return {
    appended: record => {
      partitionOf(record).records.push(record)
      if (hasLane(record)) laneOf(record).offsets.push(record.offset)
    },
    committed: (commit, generation) => {
      const owner = commit.owners[0] as Ownership
      if (owner.generation !== generation)
        verdict.fail('fenced', `${nameOf(owner)}@${owner.generation} commits, ${generation} is the owner`)
      const ids = commit.records.map(record => record.headers.cause!)
      for (const id of ids) checkOutput(id)
      for (const progress of commit.progress) checkProgress(progress, ids)
    },
    isCommitted: record => outputs.has(idOfRecord(record)),
    atEnd,
  }
}

const isHung = (record: StoredRecord): boolean => record.headers.kind === 'hangs'
