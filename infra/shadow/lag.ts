import { isType } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { TopicName } from '../../schemas/types.ts'
import { decodedOrNull, pagesOf } from '../runtime/pages.ts'

type ScannedLog = Pick<EventLog, 'topics' | 'begin' | 'end' | 'read'>

/** How long after an entry was stored a question with its exact key came, and whether it was found. */
export interface Sighting {
  readonly afterMs: number
  readonly found: boolean
}

/** Later questions say nothing of it. */
const longestMs = 10_000

/**
 * After how many ms what is stored is found: the bound that the fewest sightings contradict, those before it not found and those after it found. The
 * least of several; 0 where there are none.
 */
export const lagOf = (sightings: readonly Sighting[]): number => {
  const sorted = sightings.toSorted((a, b) => a.afterMs - b.afterMs)
  let contradicted = sorted.filter(({ found }) => !found).length
  let [least, lag] = [contradicted, 0]
  for (const { afterMs, found } of sorted) {
    contradicted += found ? 1 : -1
    if (contradicted >= least) continue
    least = contradicted
    lag = afterMs + 1
  }
  return lag
}

async function* eventsOf(log: ScannedLog, topic: TopicName, type: string) {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === topic) ?? {}
  for (let partition = 0; partition < partitions; partition++)
    for await (const page of pagesOf(log, { topic, partition }))
      for (const record of page) {
        if (record.headers.ce_type !== `turnstream.${type}`) continue
        const event = decodedOrNull(record)
        if (event) yield event
      }
}

/** Reads from a log how long what was learnt took to be found, ms: next to nothing on the embedded one, some commits and a follower on Kafka. */
export const readLag = async (log: ScannedLog): Promise<number> => {
  /** Of each exact key, when its entry was stored for the first time. */
  const stored = new Map<string, number>()
  for await (const event of eventsOf(log, 'cache.entries', 'EntryStored'))
    if (isType(event, 'EntryStored'))
      stored.set(event.data.exactKey, Math.min(event.timeMs, stored.get(event.data.exactKey) ?? event.timeMs))
  const sightings: Sighting[] = []
  for await (const event of eventsOf(log, 'chat.resolved', 'TurnResolved')) {
    if (!isType(event, 'TurnResolved')) continue
    const { outcome, reason, exactKey } = event.data.resolution
    const since = stored.get(exactKey)
    if (since === undefined || reason === 'bypass' || reason === 'check' || event.timeMs < since) continue
    const afterMs = event.timeMs - since
    if (afterMs <= longestMs) sightings.push({ afterMs, found: outcome !== 'none' })
  }
  return lagOf(sightings)
}
