import type { EventLog } from '../../processors/ports/log.ts'
import type { LedgerLine } from '../../schemas/types.ts'
import { ledgerPartitions, readLines } from './fold.ts'

type ScannedLog = Pick<EventLog, 'topics' | 'begin' | 'end' | 'read'>

const batch = 1_000

/**
 * Every ledger line that is durable at the call, one partition after another. `onProgress` hears of the lines passed and
 * their number, `onTrouble` of records that hold none.
 */
export async function* scanLedger(
  log: ScannedLog,
  onProgress: (done: number, total: number) => void,
  onTrouble: (error: unknown) => void,
): AsyncGenerator<LedgerLine> {
  const ranges = await Promise.all(
    (await ledgerPartitions(log)).map(async partition => {
      const at = { topic: 'cost.ledger', partition }
      return { at, begin: await log.begin(at), end: await log.end(at) }
    }),
  )
  const total = ranges.reduce((sum, { begin, end }) => sum + Number(end - begin), 0)
  let done = 0
  for (const { at, begin, end } of ranges)
    for (let offset = begin; offset < end; ) {
      const limit = Math.min(batch, Number(end - offset))
      const { lines, next } = await readLines(log, { ...at, offset }, limit, onTrouble)
      if (next === offset) break
      yield* lines
      done += Number(next - offset)
      offset = next
      onProgress(done, total)
    }
}
