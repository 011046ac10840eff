import { setTimeout as sleep } from 'node:timers/promises'
import {
  addOffsetsToTxnV3,
  addPartitionsToTxnV3,
  createAPI,
  endTxnV3,
  initProducerIdV4,
  produceV9,
  txnOffsetCommitV3,
  Writer,
} from '@platformatic/kafka'
import type { NewRecord, Position } from '../../../processors/ports/log.ts'
import { encodeBatch } from './batch.ts'
import { isFenced, type Reason, reasonOf } from './reasons.ts'
import type { Table } from './table.ts'
import type { Wire } from './wire.ts'

/** How far a group has come, as Kafka keeps it. */
export interface CommittedOffset {
  readonly topic: string
  readonly partition: number
  readonly next: bigint
  readonly metadata: string
}

/** Offsets that are committed with the records, in the name of a member of the group. */
export interface Offsets {
  readonly group: string
  readonly memberId: string
  /** Of the group: one that has moved on refuses the transaction. */
  readonly generationId: number
  readonly offsets: readonly CommittedOffset[]
}

export interface Transaction {
  readonly records: readonly NewRecord[]
  readonly offsets: Offsets | null
}

/** A transaction that did not go through, or may have: then only what is committed tells. */
export class TransactionFailed extends Error {
  readonly inDoubt: boolean
  constructor(cause: unknown, inDoubt: boolean) {
    super(`the transaction failed: ${reasonOf(cause)}`, { cause })
    this.inDoubt = inDoubt
  }
}

/** One transactional id. One call at a time. */
export interface Transactor {
  /**
   * Takes the id from whoever has it: their open transaction is aborted, one that was being committed is committed, and what
   * they try from now on is fenced. Gives a number that is higher each time.
   */
  begin(): Promise<number>
  /** Whether `begin` has to be called before the next transaction. */
  isBroken(): boolean
  /** All or nothing. Gives the positions of the records. Throws TransactionFailed. */
  run(transaction: Transaction): Promise<readonly Position[]>
}

export interface TransactorOptions {
  readonly wire: Wire
  readonly table: Table
  readonly transactionalId: string
  /** Requests of one lane wait for each other. */
  readonly lane: string
  /** The broker aborts a transaction that is open for so long. */
  readonly timeoutMs: number
  /** A value as it lies in Kafka. */
  readonly outward: (record: NewRecord) => NewRecord
}

const ALL_REPLICAS = -1
/** For a broker that restarts, or a coordinator that moves. */
const PATIENCE_MS = 15_000
const FIRST_RETRY_MS = 1
const LONGEST_RETRY_MS = 100

const passing = new Set<Reason>(['CONCURRENT_TRANSACTIONS', 'COORDINATOR_LOAD_IN_PROGRESS'])
const elsewhere = new Set<Reason>(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'NETWORK'])

interface Batch {
  readonly topic: string
  readonly partition: number
  readonly bytes: Buffer
}

/** The client's own encoder of records takes up to twice the CPU. */
const createProduce = (transactionalId: string, timeoutMs: number, batches: readonly Batch[]): Writer =>
  Writer.create()
    .appendString(transactionalId)
    .appendInt16(ALL_REPLICAS)
    .appendInt32(timeoutMs)
    .appendArray([...Map.groupBy(batches, ({ topic }) => topic)], (w, [topic, those]) => {
      w.appendString(topic).appendArray([...those], (p, { partition, bytes }) => {
        p.appendInt32(partition)
          .appendUnsignedVarInt(bytes.length + 1)
          .append(bytes)
      })
    })
    .appendTaggedFields()

const produceApi = createAPI<Parameters<typeof createProduce>, ReturnType<typeof produceV9.parseResponse>>(
  produceV9.api.key,
  produceV9.api.version,
  createProduce,
  produceV9.parseResponse,
)

export const openTransactor = (options: TransactorOptions): Transactor => {
  const { wire, table, transactionalId, lane, timeoutMs, outward } = options
  let producerId = -1n
  let epoch = -1
  let broken = true
  const sequences = new Map<string, number>()

  /**
   * Repeats a request to a coordinator until its answer is not one that passes. All of them may be sent twice: the broker
   * answers the same to the same request again.
   */
  const patiently = async <T>(
    kind: 'group' | 'transaction',
    key: string,
    request: (node: number) => Promise<T>,
    deadline: number,
  ): Promise<T> => {
    for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_RETRY_MS)) {
      let error: unknown
      try {
        return await request(await wire.coordinator(kind, key))
      } catch (thrown) {
        error = thrown
      }
      const reason = reasonOf(error)
      if (!(passing.has(reason) || elsewhere.has(reason)) || performance.now() > deadline) throw error
      if (elsewhere.has(reason)) wire.forget(kind, key)
      await sleep(reason === 'NETWORK' ? Math.max(waitMs, 20) : waitMs)
    }
  }

  const begin = async (): Promise<number> => {
    const deadline = performance.now() + PATIENCE_MS
    const answer = await patiently(
      'transaction',
      transactionalId,
      node => wire.ask(node, lane, initProducerIdV4.api, transactionalId, timeoutMs, -1n, -1),
      deadline,
    )
    producerId = answer.producerId
    epoch = answer.producerEpoch
    sequences.clear()
    broken = false
    return Number(producerId) * 0x10000 + epoch
  }

  const addPartitions = async (records: readonly NewRecord[], deadline: number): Promise<void> => {
    const topics = [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, those]) => ({
      name: table.prefix + topic,
      partitions: [...new Set(those.map(({ partition }) => partition))],
    }))
    const transaction = { transactionalId, producerId, producerEpoch: epoch, verifyOnly: false, topics }
    await patiently(
      'transaction',
      transactionalId,
      node => wire.ask(node, lane, addPartitionsToTxnV3.api, [transaction]),
      deadline,
    )
  }

  const addOffsets = (group: string, deadline: number) =>
    patiently(
      'transaction',
      transactionalId,
      node => wire.ask(node, lane, addOffsetsToTxnV3.api, transactionalId, producerId, epoch, group),
      deadline,
    )

  const commitOffsets = ({ group, generationId, memberId, offsets }: Offsets, deadline: number) => {
    const topics = [...Map.groupBy(offsets, ({ topic }) => topic)].map(([topic, those]) => ({
      name: table.prefix + topic,
      partitions: those.map(({ partition, next, metadata }) => ({
        partitionIndex: partition,
        committedOffset: next,
        committedLeaderEpoch: -1,
        committedMetadata: metadata,
      })),
    }))
    return patiently(
      'group',
      group,
      node =>
        wire.ask(
          ...([node, lane, txnOffsetCommitV3.api, transactionalId, group, producerId, epoch] as const),
          ...([generationId, memberId, null, topics] as const),
        ),
      deadline,
    )
  }

  const produce = async (records: readonly NewRecord[]): Promise<Position[]> => {
    const byPartition = Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`)
    const places = new Map<NewRecord, Position>()
    const byNode = Map.groupBy(byPartition.values(), ([first]) => table.known(first!.topic)!.leaders[first!.partition]!)
    await Promise.all(
      [...byNode].map(async ([node, parts]) => {
        const batches = parts.map(part => {
          const { topic, partition } = part[0]!
          const sequence = sequences.get(`${topic}/${partition}`) ?? 0
          const by = { producerId, epoch, sequence, transactional: true }
          return { topic: table.prefix + topic, partition, bytes: encodeBatch(part.map(outward), by) }
        })
        const answer = await wire.ask(node, lane, produceApi, transactionalId, timeoutMs, batches)
        for (const part of parts) {
          const { topic, partition } = part[0]!
          const of = answer.responses.find(({ name }) => name === table.prefix + topic)
          const { baseOffset } = of!.partitionResponses.find(({ index }) => index === partition)!
          sequences.set(`${topic}/${partition}`, (sequences.get(`${topic}/${partition}`) ?? 0) + part.length)
          for (const [i, record] of part.entries())
            places.set(record, { topic, partition, offset: baseOffset + BigInt(i) })
        }
      }),
    )
    return records.map(record => places.get(record)!)
  }

  const end = (commit: boolean, deadline: number) =>
    patiently(
      'transaction',
      transactionalId,
      node => wire.ask(node, lane, endTxnV3.api, transactionalId, producerId, epoch, commit),
      deadline,
    )

  return {
    begin,
    isBroken: () => broken,
    run: async ({ records, offsets }) => {
      const deadline = performance.now() + PATIENCE_MS
      let positions: readonly Position[]
      try {
        // The broker takes the second after the first, on a connection of theirs.
        await Promise.all([
          records.length > 0 ? addPartitions(records, deadline) : null,
          offsets === null ? null : addOffsets(offsets.group, deadline),
        ])
        const [placed] = await Promise.all([
          records.length > 0 ? produce(records) : [],
          offsets === null ? null : commitOffsets(offsets, deadline),
        ])
        positions = placed
      } catch (error) {
        broken = true
        if (!isFenced(error))
          // What cannot be aborted now is aborted by the next `begin`, whoever calls it.
          await end(false, performance.now() + 1_000).then(
            () => {
              // After an answer that was lost nobody knows the sequence of a partition.
              broken = reasonOf(error) === 'NETWORK'
            },
            () => undefined,
          )
        throw new TransactionFailed(error, false)
      }
      try {
        await end(true, deadline)
      } catch (error) {
        broken = true
        throw new TransactionFailed(error, !isFenced(error) || reasonOf(error) === 'NETWORK')
      }
      return positions
    },
  }
}
