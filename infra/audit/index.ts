import type { EventIndex, EventLog } from '../../processors/ports/log.ts'
import { fromRecord } from '../../topics/wire.ts'
import { readPast } from '../runtime/read.ts'
import { openReadModelStore } from '../runtime/read-model-store.ts'
import { type Served, servedBy } from './served.ts'

export type AuditedLog = Pick<EventLog, 'id' | 'topics' | 'begin' | 'end' | 'read'> & Pick<EventIndex, 'find'>

/** Who was served what, in the order of time: a read model of `chat.answers` that is folded when it is asked. */
export interface AuditIndex {
  /** Folds what the log holds at the call; `onProgress` hears of records passed and their number. */
  catchUp(onProgress: (done: number, total: number) => void, onTrouble: (error: unknown) => void): Promise<void>
  /** In the order of time, from and up to and with these instants, ms since 1970. */
  between(fromMs: number, toMs: number): Iterable<Served>
  close(): Promise<void>
}

/** Raised when an index of an older layout must be folded again. */
const layout = 1
const batch = 1_000

type Key = [atMs: number, partition: number, offset: number]

/** Opens the index in `dir`. Only one process at a time may fold it; it is made anew for another log. */
export const openAuditIndex = async (dir: string, log: AuditedLog): Promise<AuditIndex> => {
  const { root, tables, position, putPosition } = await openReadModelStore(dir, { layout, logId: log.id }, root =>
    root.openDB<Served, Key>('served', { sharedStructuresKey: Symbol.for('structures') }),
  )

  const fold = async (
    partition: number,
    end: bigint,
    onPassed: (records: number) => void,
    onTrouble: (error: unknown) => void,
  ): Promise<void> => {
    const at = { topic: 'chat.answers', partition }
    const begin = await log.begin(at)
    for (let offset = position(partition) < begin ? begin : position(partition); offset < end; ) {
      const limit = Math.min(batch, Number(end - offset))
      const { records, damaged, next } = await readPast(log, { ...at, offset }, limit)
      if (damaged) onTrouble(damaged.error)
      if (next === offset) return
      const found = records.flatMap(record => {
        try {
          const event = fromRecord(record)
          const served = event.type === 'TurnAnswered' ? servedBy(log, event) : null
          return served ? [{ served, at: Number(record.offset) }] : []
        } catch (error) {
          onTrouble(error)
          return []
        }
      })
      root.transactionSync(() => {
        for (const { served, at } of found) tables.putSync([served.atMs, partition, at], served)
        putPosition(partition, next)
      })
      onPassed(Number(next - offset))
      offset = next
    }
  }

  return {
    catchUp: async (onProgress, onTrouble) => {
      const { partitions = 0 } = (await log.topics()).find(({ name }) => name === 'chat.answers') ?? {}
      const ends = await Promise.all(
        Array.from({ length: partitions }, (_, partition) => log.end({ topic: 'chat.answers', partition })),
      )
      const total = ends.reduce((sum, end, partition) => sum + Math.max(0, Number(end - position(partition))), 0)
      let done = 0
      for (const [partition, end] of ends.entries())
        await fold(
          partition,
          end,
          passed => {
            done += passed
            onProgress(done, total)
          },
          onTrouble,
        )
    },
    *between(fromMs, toMs) {
      const start: Key = [Math.max(0, fromMs), 0, 0]
      for (const { key, value } of tables.getRange({ start })) {
        if (key[0] > toMs) return
        yield value
      }
    },
    close: () => root.close(),
  }
}
