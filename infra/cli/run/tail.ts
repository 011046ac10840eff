import { isTurnstreamError } from '../../../processors/errors.ts'
import type { EventLog, Position, StoredRecord } from '../../../processors/ports/log.ts'
import type { TopicName } from '../../../schemas/types.ts'
import { findTopic, partitionsOf } from '../../../topics/catalogue.ts'
import { dataToJson } from '../../../topics/json.ts'
import { fromRecord } from '../../../topics/wire.ts'
import type { TailOptions } from '../commands/tail.ts'
import { configurationOf } from '../configuration.ts'
import { keyedPartitions, openLogToRead } from '../log.ts'
import { merged } from '../merge.ts'
import { print, toJsonLine } from '../output.ts'
import { positionOf } from '../position.ts'
import { stopSignal } from '../stop-signal.ts'

const textOf = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString())

/** A record as a line: its event, or why it holds none and its bytes. */
const lineOf = (record: StoredRecord, full: boolean): object => {
  const { topic, partition, offset, timestampMs, headers, value } = record
  const at = { topic, partition, offset, time: new Date(timestampMs).toISOString(), key: textOf(record.key), headers }
  try {
    const { type, data } = fromRecord(record)
    return { ...at, type, data: dataToJson(data, full) }
  } catch (error) {
    if (!isTurnstreamError(error)) throw error
    const { code, message } = error
    return { ...at, error: { code, message }, value: value === null ? null : Buffer.from(value).toString('base64') }
  }
}

/** Records from the positions on; at the end it waits for more, unless `exitAtEnd`. */
async function* follow(
  log: EventLog,
  starts: readonly Position[],
  exitAtEnd: boolean,
  signal: AbortSignal,
): AsyncGenerator<StoredRecord> {
  const next = starts.map(start => ({ ...start }))
  while (!signal.aborted) {
    const ranges = await Promise.all(next.map(async from => ({ from: { ...from }, end: await log.end(from) })))
    yield* merged(log, ranges)
    for (const [i, { end }] of ranges.entries()) if (end > next[i]!.offset) next[i] = { ...next[i]!, offset: end }
    if (exitAtEnd) return
    const lap = new AbortController()
    const either = AbortSignal.any([signal, lap.signal])
    await Promise.race(next.map(position => log.wait(position, either).catch(() => undefined)))
    lap.abort()
  }
}

/** Prints a topic until its end, the limit, or a signal. Throws UNAVAILABLE where there is no log. */
export const tail = async (topic: TopicName, options: TailOptions): Promise<void> => {
  const { key, limit = Number.POSITIVE_INFINITY, exitAtEnd = false, full = false, json } = options
  const configuration = configurationOf(options)
  const log = await openLogToRead(options)
  const stop = new AbortController()
  stopSignal().then(() => stop.abort())
  try {
    const partitions = partitionsOf(findTopic(topic)!, await keyedPartitions(log, configuration.log.partitions))
    const place = options.from ?? (exitAtEnd ? 'earliest' : 'latest')
    const starts = await Promise.all(
      Array.from({ length: partitions }, (_, partition) => positionOf(log, { topic, partition }, place)),
    )
    let printed = 0
    if (json) await print('[')
    for await (const record of follow(log, starts, exitAtEnd, stop.signal)) {
      if (stop.signal.aborted) break
      if (key !== undefined && textOf(record.key) !== key) continue
      await print(`${json ? (printed === 0 ? '\n' : ',') : ''}${toJsonLine(lineOf(record, full))}`)
      if (++printed >= limit) break
    }
    if (json) await print(']\n')
  } finally {
    await log.close()
  }
}
