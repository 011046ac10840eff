import { turnstreamError } from '../../processors/errors.ts'
import type { EventLog, TopicPartition } from '../../processors/ports/log.ts'
import { readPast } from '../runtime/read.ts'

type CutLog = Pick<EventLog, 'topics' | 'begin' | 'end' | 'read'>

/** Says what was in force, which no range can do without. */
const inForce = ['policy.changes', 'control', 'documents', 'passages']
/** What a range is made of. */
const happened = [
  ...['chat.turns', 'chat.enriched', 'chat.resolved', 'chat.prompts', 'chat.routes', 'chat.inferences'],
  ...['chat.answers', 'cost.ledger'],
]

interface Cut {
  readonly topic: string
  /** From when on its records are there, ms since 1970; no time where there are none. */
  readonly sinceMs: number
}

const sinceOf = async (log: CutLog, at: TopicPartition, begin: bigint): Promise<number> => {
  if (begin === (await log.end(at))) return Number.POSITIVE_INFINITY
  const { records } = await readPast(log, { ...at, offset: begin }, 1)
  return records[0]?.timestampMs ?? Number.POSITIVE_INFINITY
}

/** The topics of which retention has dropped something, each with the time of its latest beginning. */
const cutsOf = async (log: CutLog, names: readonly string[]): Promise<readonly Cut[]> => {
  const cuts: Cut[] = []
  for (const { name: topic, partitions } of await log.topics()) {
    if (!names.includes(topic)) continue
    for (let partition = 0; partition < partitions; partition++) {
      const at = { topic, partition }
      const begin = await log.begin(at)
      if (begin > 0n) cuts.push({ topic, sinceMs: await sinceOf(log, at, begin) })
    }
  }
  return cuts.sort((a, b) => b.sinceMs - a.sinceMs)
}

const gone = (message: string) => turnstreamError('UNAVAILABLE', message)

/**
 * Throws UNAVAILABLE where retention has dropped something that a range from `fromMs` on, or what stood when it begins, is made of; it says what can be
 * replayed instead.
 */
export const checkWhole = async (
  log: CutLog,
  { fromMs, cold }: { readonly fromMs: number; readonly cold: boolean },
): Promise<void> => {
  const [lost] = await cutsOf(log, inForce)
  if (lost)
    throw gone(
      `retention has dropped the beginning of ${lost.topic}, which says what was in force: nothing of this log can be replayed; it must be kept for ever`,
    )
  const [cut] = await cutsOf(log, happened)
  if (cut && !Number.isFinite(cut.sinceMs))
    throw gone(`retention has dropped all of ${cut.topic}: nothing of this log can be replayed`)
  const since = cut && new Date(cut.sinceMs).toISOString()
  if (cut && fromMs < cut.sinceMs)
    throw gone(
      `retention has dropped what ${cut.topic} had before ${since}: replay a range that begins then or later, --from ${since}`,
    )
  const [journal] = cold ? [] : await cutsOf(log, ['cache.entries'])
  if (journal)
    throw gone(
      `retention has dropped the beginning of ${journal.topic}, so nobody knows what the caches held: begin with empty ones, --cold`,
    )
}
