import { InvalidArgumentError } from 'commander'
import type { EventLog, Position, TopicPartition } from '../../processors/ports/log.ts'

/** A place on a topic, as `--from` and `--to` name it. */
export type Place = 'earliest' | 'latest' | { readonly offset: bigint } | { readonly timeMs: number }

/** Reads `earliest`, `latest`, an offset or an ISO time. */
export const parsePlace = (text: string): Place => {
  if (text === 'earliest' || text === 'latest') return text
  if (/^\d+$/.test(text)) return { offset: BigInt(text) }
  const timeMs = Date.parse(text)
  if (!Number.isNaN(timeMs)) return { timeMs }
  throw new InvalidArgumentError('It must be earliest, latest, an offset, or a time like 2026-05-01T12:00:00Z.')
}

/** The position of a place on one partition; an offset counts in every partition by itself. */
export const positionOf = async (log: EventLog, at: TopicPartition, place: Place): Promise<Position> => {
  if (place === 'earliest') return { ...at, offset: await log.begin(at) }
  if (place === 'latest') return { ...at, offset: await log.end(at) }
  if ('offset' in place) return { ...at, offset: place.offset }
  return { ...at, offset: await log.offsetAt(at, place.timeMs) }
}
