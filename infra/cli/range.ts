import { InvalidArgumentError, Option } from 'commander'

/** A stretch of the log by time, ms since 1970; both ends belong to it. */
export interface RangeOptions {
  readonly from: number
  readonly to: number
}

/** A time, or the word for the edge of the log. */
const parseEdge =
  (word: string, edgeMs: number) =>
  (text: string): number => {
    if (text === word) return edgeMs
    const timeMs = Date.parse(text)
    if (!Number.isNaN(timeMs)) return timeMs
    throw new InvalidArgumentError(`It must be ${word} or a time like 2026-05-01T12:00:00Z.`)
  }

/** `--from` and `--to`, the whole log where they are not given. */
export const rangeOptions = (): readonly [from: Option, to: Option] => [
  new Option('--from <place>', 'earliest, or an ISO time').argParser(parseEdge('earliest', 0)).default(0, 'earliest'),
  new Option('--to <place>', 'latest, or an ISO time')
    .argParser(parseEdge('latest', Number.POSITIVE_INFINITY))
    .default(Number.POSITIVE_INFINITY, 'latest'),
]
