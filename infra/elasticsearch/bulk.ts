import type { Client } from '@elastic/elasticsearch'
import { itemResult } from './failures.ts'
import { untilDone } from './until-done.ts'

/** One write; `lines` are those of the bulk format. */
export interface Write {
  readonly id: string
  readonly lines: readonly object[]
  readonly bytes: number
}

export interface Bulk {
  /**
   * Resolves when every write is durable, or superseded by a newer version, or refused for good. What the server has no room
   * for is sent again, later and later, until `signal` aborts. Throws IndexMissing.
   */
  send(writes: readonly Write[], signal: AbortSignal): Promise<void>
  /** What the last attempt failed with, null after one that did not. */
  trouble(): string | null
}

export interface BulkOptions {
  readonly client: Client
  readonly index: string
  /** Most bytes and writes of one request. */
  readonly flushBytes: number
  readonly flushEntries: number
  /** Hears of writes that the server refuses for good. */
  readonly onRefused: (error: Error) => void
}

/** Thrown where a request is worth sending again. */
class Later extends Error {}

const requestTimeoutMs = 30_000

export const createBulk = (options: BulkOptions): Bulk => {
  const { client, index, flushBytes, flushEntries, onRefused } = options
  let trouble: string | null = null
  /** Sends once; gives back what is to be sent again. */
  const once = async (writes: readonly Write[], signal: AbortSignal): Promise<readonly Write[]> => {
    const operations = writes.flatMap(({ lines }) => lines)
    const { items } = await client.bulk({ index, operations }, { signal, requestTimeout: requestTimeoutMs })
    const later: Write[] = []
    trouble = null
    for (const [n, write] of writes.entries()) {
      const result = itemResult(items[n]!)
      if (result.kind === 'refused') onRefused(new Error(`Elasticsearch does not take ${write.id}: ${result.reason}`))
      if (result.kind !== 'later') continue
      trouble = result.reason
      later.push(write)
    }
    return later
  }
  const sendChunk = (writes: readonly Write[], signal: AbortSignal): Promise<void> => {
    let rest = writes
    return untilDone(
      async () => {
        rest = await once(rest, signal)
        if (rest.length > 0) throw new Later(trouble ?? '')
      },
      signal,
      error => {
        trouble = (error as Error).message
      },
    )
  }

  return {
    send: async (writes, signal) => {
      let chunk: Write[] = []
      let bytes = 0
      for (const write of writes) {
        if (chunk.length === flushEntries || (chunk.length > 0 && bytes + write.bytes > flushBytes)) {
          await sendChunk(chunk, signal)
          chunk = []
          bytes = 0
        }
        chunk.push(write)
        bytes += write.bytes
      }
      if (chunk.length > 0) await sendChunk(chunk, signal)
    },
    trouble: () => trouble,
  }
}
