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
import { hasMoved, isFenced, type Reason, reasonOf } from './reasons.ts'
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

/** What a request of one transaction has with it. Not read when it is sent: the id may be at a later epoch by then. */
interface Attempt {
  readonly producerId: bigint
  readonly epoch: number
  readonly deadline: number
  /** One of its requests has failed: none is sent again. */
  isOver: boolean
}

const nothing: Promise<unknown> = Promise.resolve(null)

const isNetwork = (error: unknown): boolean => reasonOf(error) === 'NETWORK'

/**
 * All, or the worst of their errors once all have ended. What were still tried after that would reach into the next transaction
 * of the id, and offsets that are committed outside of any are pending for ever: nobody could commit that partition of the group again.
 */
const allEnded = async <T extends readonly unknown[]>(
  attempt: Pick<Attempt, 'isOver'>,
  requests: readonly [...{ readonly [K in keyof T]: Promise<T[K]> }],
): Promise<T> => {
  for (const request of requests)
    request.catch(() => {
      attempt.isOver = true
    })
  const ended = await Promise.allSettled(requests)
  const errors = ended.flatMap(each => (each.status === 'rejected' ? [each.reason] : []))
  if (errors.length > 0) throw errors.find(isFenced) ?? errors.find(hasMoved) ?? errors.find(isNetwork) ?? errors[0]
  return ended.map(each => (each as PromiseFulfilledResult<unknown>).value) as unknown as T
}

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
    attempt: Pick<Attempt, 'deadline' | 'isOver'>,
  ): Promise<T> => {
    for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_RETRY_MS)) {
      let error: unknown
      try {
        return await request(await wire.coordinator(kind, key))
      } catch (thrown) {
        error = thrown
      }
      const reason = reasonOf(error)
      if (!(passing.has(reason) || elsewhere.has(reason)) || performance.now() > attempt.deadline) throw error
      if (elsewhere.has(reason)) wire.forget(kind, key)
      await sleep(reason === 'NETWORK' ? Math.max(waitMs, 20) : waitMs)
      if (attempt.isOver) throw error
    }
  }

  const begin = async (): Promise<number> => {
    const attempt = { deadline: performance.now() + PATIENCE_MS, isOver: false }
    const answer = await patiently(
      'transaction',
      transactionalId,
      node => wire.ask(node, lane, initProducerIdV4.api, transactionalId, timeoutMs, -1n, -1),
      attempt,
    )
    producerId = answer.producerId
    epoch = answer.producerEpoch
    sequences.clear()
    broken = false
    return Number(producerId) * 0x10000 + epoch
  }

  const addPartitions = async (records: readonly NewRecord[], attempt: Attempt): Promise<void> => {
    const topics = [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, those]) => ({
      name: table.prefix + topic,
      partitions: [...new Set(those.map(({ partition }) => partition))],
    }))
    const { producerId, epoch: producerEpoch } = attempt
    const transaction = { transactionalId, producerId, producerEpoch, verifyOnly: false, topics }
    await patiently(
      'transaction',
      transactionalId,
      node => wire.ask(node, lane, addPartitionsToTxnV3.api, [transaction]),
      attempt,
    )
  }

  const addOffsets = (group: string, attempt: Attempt) =>
    patiently(
      'transaction',
      transactionalId,
      node => wire.ask(node, lane, addOffsetsToTxnV3.api, transactionalId, attempt.producerId, attempt.epoch, group),
      attempt,
    )

  const commitOffsets = ({ group, generationId, memberId, offsets }: Offsets, attempt: Attempt) => {
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
          ...([node, lane, txnOffsetCommitV3.api, transactionalId, group] as const),
          ...([attempt.producerId, attempt.epoch, generationId, memberId, null, topics] as const),
        ),
      attempt,
    )
  }

  const produce = async (records: readonly NewRecord[], attempt: Attempt): Promise<readonly Position[]> => {
    const { producerId, epoch } = attempt
    const byPartition = Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`)
    const places = new Map<NewRecord, Position>()
    const byNode = Map.groupBy(byPartition.values(), ([first]) => table.known(first!.topic)!.leaders[first!.partition]!)
    await allEnded(
      attempt,
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

  const end = (commit: boolean, attempt: Attempt) =>
    patiently(
      'transaction',
      transactionalId,
      node => wire.ask(node, lane, endTxnV3.api, transactionalId, attempt.producerId, attempt.epoch, commit),
      attempt,
    )

  return {
    begin,
    isBroken: () => broken,
    run: async ({ records, offsets }) => {
      const attempt: Attempt = { producerId, epoch, deadline: performance.now() + PATIENCE_MS, isOver: false }
      let positions: readonly Position[]
      try {
        // The broker takes the second after the first, on a connection of theirs.
        await allEnded(attempt, [
          records.length > 0 ? addPartitions(records, attempt) : nothing,
          offsets === null ? nothing : addOffsets(offsets.group, attempt),
        ])
        ;[positions] = await allEnded(attempt, [
          records.length > 0 ? produce(records, attempt) : Promise.resolve([]),
          offsets === null ? nothing : commitOffsets(offsets, attempt),
        ])
      } catch (error) {
        broken = true
        if (!isFenced(error))
          // What cannot be aborted now is aborted by the next `begin`, whoever calls it.
          await end(false, { ...attempt, deadline: performance.now() + 1_000, isOver: false }).then(
            () => {
              // After an answer that was lost nobody knows the sequence of a partition.
              broken = isNetwork(error)
            },
            () => undefined,
          )
        throw new TransactionFailed(error, false)
      }
      try {
        await end(true, attempt)
      } catch (error) {
        broken = true
        throw new TransactionFailed(error, !isFenced(error))
      }
      return positions
    },
  }
}
