import type { StoredRecord, TopicPartition } from '../../processors/ports/log.ts'
import { findTopic, partitionsOf } from '../../topics/catalogue.ts'
import type { AnyDecider } from '../runtime/decide.ts'
import type { Log } from './bundles.ts'
import type { Difference } from './compare.ts'
import { madeBy } from './decided.ts'
import { where } from './found.ts'
import type { Visited } from './visited.ts'

export interface UnclaimedOptions {
  readonly log: Log
  readonly deciders: readonly AnyDecider[]
  readonly partitions: number
  /** Records before `fromMs`, and at or after `toMs`, are left out. */
  readonly fromMs: number
  readonly toMs: number
}

export interface End extends TopicPartition {
  readonly end: bigint
}

/** A partition of a topic among others, as a row of what has been claimed. */
export const rowOf = ({ topic, partition }: TopicPartition): string => {
  const rows = rowsOf.get(topic) ?? []
  if (rows.length === 0) rowsOf.set(topic, rows)
  // Asked for with each output: a name that is kept is found in a map faster than one that has just been put together.
  rows[partition] ??= `${topic}/${partition}`
  return rows[partition]
}

const rowsOf = new Map<string, string[]>()

const partitionsOn = (topic: string, configured: number): readonly TopicPartition[] =>
  Array.from({ length: partitionsOf(findTopic(topic)!, configured) }, (_, partition) => ({ topic, partition }))

/** Where everything that deciders write to ends now. */
export const endsOf = ({ log, deciders, partitions }: UnclaimedOptions): Promise<readonly End[]> => {
  const topics = [...new Set<string>([...deciders.flatMap(({ outputs }) => outputs), 'dead.letters'])]
  const places = topics.flatMap(topic => partitionsOn(topic, partitions))
  return Promise.all(places.map(async at => ({ ...at, end: await log.end(at) })))
}

/**
 * Records below `ends` that a decider has made, by what they say, and that none of its inputs has led to: a `duplicate`
 * where another record has the same id, else an `orphan`. Only what has not been claimed is read, and no value is decoded.
 */
export const unclaimedOf = async (
  options: UnclaimedOptions,
  ends: readonly End[],
  claimed: Visited,
): Promise<readonly Difference[]> => {
  const { log, deciders, fromMs, toMs } = options
  const cut = await cutDeciders(options)
  const found: Difference[] = []
  for (const { end, ...at } of ends)
    for (const offset of claimed.missing(rowOf(at), await log.begin(at), end)) {
      const [record] = await log.read({ ...at, offset }, 1)
      // Where offsets have gaps, reading goes on behind them.
      if (record?.offset !== offset || record.timestampMs < fromMs || record.timestampMs >= toMs) continue
      const decider = deciders.find(each => madeBy(each, record))
      if (!decider) continue
      const field = fieldOf(log, record, cut.has(decider))
      if (field) found.push(differenceOf(decider, record, field))
    }
  return found
}

/** Deciders of whose inputs retention has dropped some: what those led to may have outlived them. */
const cutDeciders = async ({ log, deciders, partitions }: UnclaimedOptions): Promise<ReadonlySet<AnyDecider>> => {
  const cut = new Set<AnyDecider>()
  for (const decider of deciders)
    for (const at of decider.inputs.flatMap(topic => partitionsOn(topic, partitions)))
      if ((await log.begin(at)) > 0n) cut.add(decider)
  return cut
}

const fieldOf = (log: Log, record: StoredRecord, cut: boolean): 'orphan' | 'duplicate' | null => {
  const { ce_id: id, ce_causationid: cause } = record.headers
  const first = id === undefined ? null : log.find(id)
  if (first && (first.offset !== record.offset || rowOf(first) !== rowOf(record))) return 'duplicate'
  // It names its input by place: one that does not decode is decided by nobody, and may have no id.
  if (record.topic === 'dead.letters') return null
  return cut && (cause === undefined || !log.has(cause)) ? null : 'orphan'
}

const differenceOf = ({ name }: AnyDecider, record: StoredRecord, field: string): Difference => ({
  processor: name,
  input: record.headers.ce_causationid ?? '',
  event: record.headers.ce_id ?? '',
  ...where(record),
  timeMs: record.timestampMs,
  field,
  recorded: record.headers.ce_type ?? null,
  decided: null,
})
