import { idOf } from '../../processors/event.ts'
import type { Experiment } from '../../processors/experiment/experiments.ts'
import type { EventIndex, EventLog, Position } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { MeasuredArm, TopicName } from '../../schemas/types.ts'
import { decodedOrNull } from '../runtime/pages.ts'
import { readPast } from '../runtime/read.ts'
import { createTally } from './tally.ts'

export interface FollowOptions {
  readonly log: Pick<EventLog, 'topics' | 'offsetAt' | 'end' | 'read'> & Pick<EventIndex, 'settled'>
  readonly facts: Pick<Facts, 'find'>
}

/** Reads an experiment from the log, ever further. */
export interface Following {
  /** How its arms have done by all that is on the log now, control first. Rejects with the signal's reason, LOG_UNAVAILABLE. */
  look(signal: AbortSignal): Promise<readonly MeasuredArm[]>
  /** How often something was counted: while it stays, so do the arms. */
  changes(): number
}

const topics: readonly TopicName[] = ['cost.ledger', 'feedback.events']

/** Records read at once. */
const page = 1_000

/** Beside the topics themselves it reads what the turns in them were exposed to, from the index. */
export const followExperiment = (experiment: Experiment, { log, facts }: FollowOptions): Following => {
  const tally = createTally(experiment, turnId => facts.find('TurnExposed', idOf.exposed(turnId))?.data ?? null)
  let places: Position[] | null = null
  const begin = async (): Promise<Position[]> => {
    const kept = (await log.topics()).filter(({ name }) => (topics as readonly string[]).includes(name))
    const at = kept.flatMap(({ name, partitions }) =>
      Array.from({ length: partitions }, (_, partition) => ({ topic: name, partition })),
    )
    return Promise.all(at.map(async each => ({ ...each, offset: await log.offsetAt(each, experiment.sinceMs) })))
  }
  const read = async (place: Position, end: bigint): Promise<Position> => {
    let offset = place.offset
    while (offset < end) {
      const reading = await readPast(log, { ...place, offset }, page)
      if (reading.next === offset) break
      for (const record of reading.records) {
        const event = decodedOrNull(record)
        if (event) tally.add(event)
      }
      offset = reading.next
    }
    return { ...place, offset }
  }
  const look = async (signal: AbortSignal): Promise<readonly MeasuredArm[]> => {
    const from = places ?? (await begin())
    const ends = await Promise.all(from.map(place => log.end(place)))
    // What led to the records up to these ends has to be found.
    await log.settled(signal)
    places = from
    for (const [n, place] of from.entries()) places[n] = await read(place, ends[n]!)
    return tally.arms()
  }
  return { look, changes: tally.changes }
}
