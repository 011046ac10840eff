import { bytesToVector, vectorToBytes } from '../../../processors/enrich/vector.ts'
import type { DomainEvent } from '../../../processors/event.ts'
import type { EventLog } from '../../../processors/ports/log.ts'
import type { EntryStored } from '../../../schemas/types.ts'
import { fromRecord, toRecord } from '../../../topics/wire.ts'
import type { Appender } from '../../log/kafka/appender.ts'
import { pagesOf } from '../../runtime/pages.ts'
import type { Random } from '../../runtime/simulation/random.ts'

/** The entries that the system has learned, as the log has them. */
export const learnedEntries = async (log: EventLog, partitions: number): Promise<readonly EntryStored[]> => {
  const entries = new Map<string, EntryStored>()
  for (let partition = 0; partition < partitions; partition++)
    for await (const records of pagesOf(log, { topic: 'cache.entries', partition }))
      for (const event of records.map(fromRecord))
        if (event.type === 'EntryStored' && event.data.vector) entries.set(event.data.entryId, event.data)
  return [...entries.values()]
}

/** Of everything in the index, one part in so many belongs to another tenant, and one has expired. */
const foreignEvery = 10
const expiredEvery = 25

/** What is added to a vector beside the way in which another question's wordings differ. */
const noise = 0.02

const hourMs = 3_600_000

const unit = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector)
  return vector.map(x => x / length)
}

/**
 * Entries as a system has them that ran for long: other wordings of what was learned, in the same set, so that a lookup is made
 * among all of them. Texts are not embedded, which would take minutes: a vector is that of a question, moved as the embedding
 * of another question moved when that was worded otherwise (`moves`, real embeddings), and by a little noise. Their exact keys have
 * expired. On top of `count` come those that the filters of a lookup leave out.
 */
export function* seededEntries(
  learned: readonly EntryStored[],
  moves: readonly Float32Array[],
  count: number,
  random: Random,
  nowMs: number,
): Generator<EntryStored> {
  for (let n = 0, inSet = 0; inSet < count; n++) {
    const from = learned[n % learned.length]!
    const move = random.pick(moves)
    const vector = unit(bytesToVector(from.vector!).map((x, i) => x + move[i]! + noise * (2 * random.next() - 1)))
    const name = `${from.entryId.slice(from.entryId.lastIndexOf(':') + 1)}${n.toString(36)}`
    const foreign = n % foreignEvery === 1
    const expired = n % expiredEvery === 2
    if (!foreign && !expired) inSet++
    yield {
      ...from,
      entryId: `semantic_cache:${from.scene}:${name}`,
      exactKey: `exact_cache:${from.scene}:${name}`,
      ...(foreign ? { tenant: 'another', identity: `another-${from.identity}` } : {}),
      vector: vectorToBytes(vector),
      turnId: null,
      storedAtMs: nowMs - 3 * hourMs,
      exactExpiresAtMs: nowMs - 2 * hourMs,
      expiresAtMs: expired ? nowMs - hourMs : nowMs + 24 * hourMs,
    }
  }
}

const stored = (data: EntryStored): DomainEvent<'EntryStored'> => ({
  id: `${data.entryId}.seeded`,
  type: 'EntryStored',
  key: data.entryId,
  timeMs: data.storedAtMs,
  source: 'bench',
  subject: data.entryId,
  cause: null,
  data,
})

const batch = 200

/** Puts entries on cache.entries, where every read model folds them from. */
export const appendEntries = async (
  { append }: Appender,
  entries: Iterable<EntryStored>,
  partitions: number,
  onBatch: (appended: number) => void,
): Promise<void> => {
  let appended = 0
  const waiting = new Map<number, ReturnType<typeof toRecord>[]>()
  const flush = async (least: number): Promise<void> => {
    const full = [...waiting.values()].filter(({ length }) => length > least)
    await Promise.all(full.map(records => append(records.splice(0))))
  }
  for (const entry of entries) {
    const record = toRecord(stored(entry), partitions)
    const beside = waiting.get(record.partition) ?? []
    waiting.set(record.partition, beside)
    beside.push(record)
    appended++
    if (beside.length < batch) continue
    await flush(batch - 1)
    onBatch(appended)
  }
  await flush(0)
}
