import { setTimeout as sleep } from 'node:timers/promises'
import { offsetFetchV8 } from '@platformatic/kafka'
import { turnstreamError } from '../../../processors/errors.ts'
import { logError, reasonOf } from './reasons.ts'
import type { Table } from './table.ts'
import type { Wire } from './wire.ts'

/** Committed progress: the offset itself, and in its metadata the id of the commit and what was done out of order. */
export interface Committed {
  readonly next: bigint
  readonly done: readonly bigint[]
  /** Of the commit that wrote it; empty for one that is not Turnstream's. */
  readonly commitId: string
}

/** Kafka's limit unless it is configured otherwise, `offset.metadata.max.bytes`. */
const MOST_CHARACTERS = 4_096

/**
 * Throws RECORD_INVALID for more out of order than metadata holds: some 2,900 offsets that lie close together, or a thousand
 * over 2^27. Lanes read no further beyond a gap than that (`laneLimits`).
 */
export const encodeMetadata = ({ next, done, commitId }: Committed): string => {
  const bytes: number[] = []
  let last = next
  for (const offset of done) {
    let rest = offset - last
    last = offset
    while (rest >= 128n) {
      bytes.push(Number(rest & 127n) | 128)
      rest >>= 7n
    }
    bytes.push(Number(rest))
  }
  const text = `1 ${commitId} ${Buffer.from(bytes).toString('base64url')}`
  if (text.length <= MOST_CHARACTERS) return text
  throw turnstreamError('RECORD_INVALID', `${done.length} offsets done out of order do not fit into a commit`)
}

/** Progress of another program, whose metadata says something else, has nothing done out of order. */
export const decodeMetadata = (next: bigint, metadata: string | null): Committed => {
  const [version, commitId = '', encoded = ''] = (metadata ?? '').split(' ')
  if (version !== '1') return { next, done: [], commitId: '' }
  const done: bigint[] = []
  let value = 0n
  let shift = 0n
  let last = next
  for (const byte of Buffer.from(encoded, 'base64url')) {
    value |= BigInt(byte & 127) << shift
    shift += 7n
    if (byte >= 128) continue
    last += value
    done.push(last)
    value = 0n
    shift = 0n
  }
  return { next, done, commitId }
}

const ATTEMPTS = 60
const passing = new Set(['UNSTABLE_OFFSET_COMMIT', 'COORDINATOR_LOAD_IN_PROGRESS'])
const NOBODY = -1

/**
 * What a group has committed for a partition of these topics; null where it has committed nothing. Waits for transactions of
 * the group that are just being committed or aborted, for about half a second: one that stays open longer is of an owner
 * that was killed within it, and ends when another takes its place or it times out. Who would go on from there must not
 * begin before that (`owner`, the default: LOG_UNAVAILABLE); who only looks is told what is committed without it (`onlooker`).
 * Throws LOG_UNAVAILABLE.
 */
export const fetchCommitted = async (
  wire: Wire,
  table: Table,
  group: string,
  topics: readonly string[],
  partition: number,
  as: 'owner' | 'onlooker' = 'owner',
): Promise<ReadonlyMap<string, Committed | null>> => {
  const asked = topics.map(topic => ({ name: table.prefix + topic, partitionIndexes: [partition] }))
  for (let attempt = 1; ; attempt++)
    try {
      const node = await wire.coordinator('group', group)
      const question = [{ groupId: group, memberId: null, memberEpoch: NOBODY, topics: asked }]
      const { groups } = await wire.ask(
        node,
        'offsets',
        offsetFetchV8.api,
        question,
        as === 'owner' || attempt < ATTEMPTS,
      )
      return new Map(
        topics.map(topic => {
          const of = groups[0]!.topics.find(({ name }) => name === table.prefix + topic)?.partitions[0]
          const none = of === undefined || of.committedOffset < 0n
          return [topic, none ? null : decodeMetadata(of.committedOffset, of.metadata ?? null)] as const
        }),
      )
    } catch (error) {
      const reason = reasonOf(error)
      if (attempt === ATTEMPTS) throw logError(error, `the progress of ${group} is not to be had`)
      if (!passing.has(reason)) wire.forget('group', group)
      await sleep(Math.min(2 ** attempt, passing.has(reason) ? 10 : 250))
    }
}
