import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { EventLog, NewRecord, TopicSpec } from '../../processors/ports/log.ts'

interface Line {
  readonly topic: string
  readonly partition: number
  readonly key: string | null
  readonly value: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly timestampMs: number
}

const base64 = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('base64')
const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text, 'base64'))

/** Writes a whole log into one file: its topics, then each record, in the order of its partition. */
export const writeHistory = async (log: EventLog, file: string): Promise<number> => {
  const topics = await log.topics()
  const lines: string[] = [JSON.stringify(topics)]
  for (const { name: topic, partitions } of topics)
    for (let partition = 0; partition < partitions; partition++)
      for (let offset = await log.begin({ topic, partition }); ; ) {
        const records = await log.read({ topic, partition, offset }, 1_000)
        if (records.length === 0) break
        offset = records.at(-1)!.offset + 1n
        for (const { key, value, headers, timestampMs } of records) {
          const line: Line = { topic, partition, key: base64(key), value: base64(value), headers, timestampMs }
          lines.push(JSON.stringify(line))
        }
      }
  writeFileSync(file, gzipSync(lines.join('\n'), { level: 9 }))
  return lines.length - 1
}

/** Appends a history to an empty log, which then has every record at the place where it was recorded. */
export const readHistory = async (file: string, log: EventLog): Promise<number> => {
  const [topics = '[]', ...lines] = gunzipSync(readFileSync(file)).toString().split('\n')
  await log.createTopics(JSON.parse(topics) as TopicSpec[])
  const records = lines.map((text): NewRecord => {
    const line = JSON.parse(text) as Line
    return { ...line, key: bytes(line.key), value: bytes(line.value) }
  })
  for (let at = 0; at < records.length; at += 1_000) await log.append(records.slice(at, at + 1_000))
  return records.length
}
