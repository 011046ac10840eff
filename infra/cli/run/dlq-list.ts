import type { EventIndex, StoredRecord } from '../../../processors/ports/log.ts'
import { decodeValue } from '../../../schemas/codec.ts'
import { dataToJson } from '../../../topics/json.ts'
import { type DeadLetter, letterIn, letterPartitions, placeText, retriedAs } from '../../dead-letters/letters.ts'
import type { DlqListOptions } from '../commands/dlq.ts'
import { configurationOf } from '../configuration.ts'
import { openLogToRead } from '../log.ts'
import { merged } from '../merge.ts'
import { printResult } from '../output.ts'
import { positionOf } from '../position.ts'
import { tableOf } from '../table.ts'

interface Place {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

interface Row {
  /** partition/offset on dead.letters. */
  readonly letter: string
  readonly id: string
  /** Event time of the record. */
  readonly at: string
  readonly processor: string
  readonly source: Place
  readonly code: string
  readonly message: string
  readonly subject: string
  readonly headers: Readonly<Record<string, string>>
  /** Base64. */
  readonly key: string | null
  /** Base64. */
  readonly value: string | null
  /** What the bytes hold, where they can be decoded. */
  readonly event: { readonly type: string; readonly data: unknown } | null
  /** Where the record was put back. */
  readonly retried: Place | null
}

const base64 = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('base64')

const eventIn = (value: Buffer | null): Row['event'] => {
  if (value === null) return null
  try {
    const { type, data } = decodeValue(value)
    return { type, data: dataToJson(data, false) }
  } catch {
    // That may be why it lies here.
    return null
  }
}

const placeOf = ({ topic, partition, offset }: StoredRecord): Place => ({ topic, partition, offset: Number(offset) })

const rowOf = (log: EventIndex, record: StoredRecord, letter: DeadLetter): Row => {
  const { topic, partition, offset, processor, code, message, headers, key, value } = letter.data
  const retried = retriedAs(log, letter)
  return {
    letter: placeText(record),
    id: letter.id,
    at: new Date(letter.timeMs).toISOString(),
    processor,
    source: { topic, partition, offset },
    code,
    message,
    subject: letter.subject,
    headers,
    key: base64(key),
    value: base64(value),
    event: eventIn(value),
    retried: retried && placeOf(retried),
  }
}

const sourceText = ({ topic, partition, offset }: Place): string => `${topic}/${partition}@${offset}`

const shown = 100

const short = (text: string): string => (text.length > shown ? `${text.slice(0, shown - 1)}…` : text)

const text = ({ letters }: { readonly letters: readonly Row[] }): string =>
  letters.length === 0
    ? 'no dead letters'
    : tableOf(
        ['letter', 'event time', 'processor', 'source', 'code', 'message', 'subject', 'retried'],
        letters.map(({ letter, at, processor, source, code, message, subject, retried }) => [
          letter,
          at,
          processor,
          sourceText(source),
          code,
          short(message),
          subject,
          retried ? sourceText(retried) : '',
        ]),
      )

/** Shows the dead letters in the order of their time. Throws UNAVAILABLE where there is no log. */
export const dlqList = async (options: DlqListOptions): Promise<void> => {
  const { topic, limit = Number.POSITIVE_INFINITY, from = 'earliest', json } = options
  configurationOf(options)
  const log = await openLogToRead(options, 'index')
  try {
    const ranges = await Promise.all(
      (await letterPartitions(log)).map(async partition => {
        const at = { topic: 'dead.letters', partition }
        return { from: await positionOf(log, at, from), end: await log.end(at) }
      }),
    )
    const letters: Row[] = []
    for await (const record of merged(log, ranges)) {
      if (letters.length >= limit) break
      const letter = letterIn(record)
      if (letter && (topic === undefined || letter.data.topic === topic)) letters.push(rowOf(log, record, letter))
    }
    await printResult(json, { letters }, text)
  } finally {
    await log.close()
  }
}
