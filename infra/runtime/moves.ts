import type { DomainEvent } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { fromRecord } from '../../topics/wire.ts'
import { followNew } from './follow.ts'

/** How entries move between the layers, and out of them. */
export const moves = ['promoted', 'demoted', 'evicted'] as const
export type Move = (typeof moves)[number]

export interface Moves {
  /** Since the start of this process, over all partitions, whichever process decided them. */
  counts(): Readonly<Record<Move, number>>
  stop(): void
}

const moveOf = (event: DomainEvent): Move | null => {
  if (event.type === 'EntryEvicted') return 'evicted'
  if (event.type !== 'EntryPromoted') return null
  return event.data.untilMs > 0 ? 'promoted' : 'demoted'
}

const told = new Set(['turnstream.EntryEvicted', 'turnstream.EntryPromoted'])

/** Counts what the log says from now on, for the metrics. */
export const countMoves = async (log: EventLog, onTrouble: (error: unknown) => void): Promise<Moves> => {
  const counts = { promoted: 0, demoted: 0, evicted: 0 }
  const stop = await followNew(
    log,
    ['cache.entries'],
    record => {
      // The header spares decoding all others.
      if (!told.has(record.headers.ce_type ?? '')) return
      try {
        const move = moveOf(fromRecord(record))
        if (move) counts[move]++
      } catch (error) {
        onTrouble(error)
      }
    },
    onTrouble,
  )
  return { counts: () => counts, stop }
}
