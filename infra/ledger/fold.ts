import type { EventLog, Position } from '../../processors/ports/log.ts'
import type { LedgerLine } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'
import { readPast } from '../runtime/read.ts'

/** Lines of one partition, and where the next ones are. */
export interface Lines {
  readonly lines: readonly LedgerLine[]
  readonly next: bigint
}

/**
 * Reads durable ledger lines from a place on. Records that are damaged or do not decode are passed over: `onTrouble` hears of
 * them, and nobody else reads the topic.
 */
export const readLines = async (
  log: Pick<EventLog, 'read'>,
  place: Position,
  limit: number,
  onTrouble: (error: unknown) => void,
): Promise<Lines> => {
  const { records, damaged, next } = await readPast(log, place, limit)
  if (damaged) onTrouble(damaged.error)
  const lines = records.flatMap(record => {
    try {
      const event = fromRecord(record)
      return event.type === 'LedgerLine' ? [event.data] : []
    } catch (error) {
      onTrouble(error)
      return []
    }
  })
  return { lines, next }
}

/** Partitions of the topic that holds the ledger; none where the log does not have it. */
export const ledgerPartitions = async (log: Pick<EventLog, 'topics'>): Promise<readonly number[]> => {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === 'cost.ledger') ?? {}
  return Array.from({ length: partitions }, (_, partition) => partition)
}
