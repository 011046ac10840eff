import { turnstreamError } from '../../processors/errors.ts'
import type { EventIndex, EventLog, NewRecord, StoredRecord } from '../../processors/ports/log.ts'
import {
  type DeadLetter,
  type LetterPlace,
  letterIn,
  letterPartitions,
  placeText,
  retriedAs,
  retryHeader,
  subjectOf,
} from './letters.ts'

/** A dead letter as an answer names it. */
interface Named {
  /** partition/offset on dead.letters. */
  readonly letter: string
  readonly id: string
}

export interface Retried extends Named {
  /** Where its record lies now. */
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

export interface Skipped extends Named {
  readonly reason: 'retried already' | 'its bytes are lost'
}

export interface RetryOutcome {
  readonly retried: readonly Retried[]
  readonly skipped: readonly Skipped[]
}

/** Which dead letters: all of them, or those at these places. */
export type Wanted = 'all' | readonly LetterPlace[]

type RetryLog = Pick<EventLog, 'append' | 'topics' | 'begin' | 'end' | 'read'> & Pick<EventIndex, 'ofSubject'>

interface Found {
  readonly place: LetterPlace
  readonly letter: DeadLetter
}

const batch = 500

const found = (record: StoredRecord): Found[] => {
  const letter = letterIn(record)
  return letter ? [{ place: record, letter }] : []
}

async function* allOf(log: RetryLog): AsyncGenerator<Found> {
  for (const partition of await letterPartitions(log)) {
    const at = { topic: 'dead.letters', partition }
    const end = await log.end(at)
    for (let offset = await log.begin(at); offset < end; ) {
      const records = await log.read({ ...at, offset }, batch)
      if (records.length === 0) break
      // What is retried now may die again meanwhile: those are for the next time.
      yield* records.filter(record => record.offset < end).flatMap(found)
      offset = records.at(-1)!.offset + 1n
    }
  }
}

/** The dead letters at these places. Throws OFFSET_OUT_OF_RANGE that names the one that is none. */
const those = async (log: RetryLog, places: readonly LetterPlace[]): Promise<readonly Found[]> => {
  const partitions = await letterPartitions(log)
  const letters: Found[] = []
  for (const place of places) {
    const at = { topic: 'dead.letters', ...place }
    const kept = partitions.includes(place.partition) && place.offset >= (await log.begin(at))
    const [record] = kept ? await log.read(at, 1) : []
    const letter = record?.offset === place.offset ? letterIn(record) : null
    if (!letter)
      throw turnstreamError(
        'OFFSET_OUT_OF_RANGE',
        `there is no dead letter at ${placeText(place)}: dlq list shows them`,
      )
    letters.push({ place, letter })
  }
  return letters
}

/** A record that was damaged on the disk was buried without what it held. */
const isLost = ({ data: { key, value, headers } }: DeadLetter): boolean =>
  key === null && value === null && Object.keys(headers).length === 0

/** The record as it was, and which dead letter it comes from. */
const asItWas = (letter: DeadLetter): NewRecord => {
  const { topic, partition, key, value, headers } = letter.data
  return {
    topic,
    partition,
    key,
    value,
    headers: { ...headers, ce_subject: subjectOf(letter), [retryHeader]: letter.id },
    timestampMs: letter.timeMs,
  }
}

/**
 * Puts the records of dead letters back at the end of their topics: same partition, key, value, headers and time, and a
 * header that names the dead letter. Ids are derived from what a record holds, so what had been made of it is not made
 * twice; and a dead letter is put back once only, however often it is asked for: should its record die again, that is
 * another dead letter. Rejects with OFFSET_OUT_OF_RANGE, before anything is put back, where a place holds none.
 */
export const retryDeadLetters = async (log: RetryLog, wanted: Wanted): Promise<RetryOutcome> => {
  const letters = wanted === 'all' ? allOf(log) : await those(log, wanted)
  const retried: Retried[] = []
  const skipped: Skipped[] = []
  const taken = new Set<string>()
  let waiting: Found[] = []
  const putBack = async (): Promise<void> => {
    const putting = waiting
    waiting = []
    if (putting.length === 0) return
    const positions = await log.append(putting.map(({ letter }) => asItWas(letter)))
    for (const [i, { place, letter }] of putting.entries()) {
      const { topic, partition, offset } = positions[i]!
      retried.push({ letter: placeText(place), id: letter.id, topic, partition, offset: Number(offset) })
    }
  }
  for await (const each of letters) {
    const { place, letter } = each
    const named = { letter: placeText(place), id: letter.id }
    if (isLost(letter)) skipped.push({ ...named, reason: 'its bytes are lost' })
    else if (taken.has(letter.id) || retriedAs(log, letter)) skipped.push({ ...named, reason: 'retried already' })
    else waiting.push(each)
    taken.add(letter.id)
    if (waiting.length >= batch) await putBack()
  }
  await putBack()
  return { retried, skipped }
}
