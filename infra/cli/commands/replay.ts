import { type Command, InvalidArgumentError, Option } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'

export interface ReplayOptions extends CommonOptions {
  /** ms since 1970. */
  readonly from: number
  /** ms since 1970. */
  readonly to: number
  readonly verify?: boolean
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

const about = `
--verify makes every recorded decision again from the log alone and compares it with what was recorded, byte by byte; the exit
code is 1 where one differs, and 3 where none is recorded from --from to --to. It decides under the configuration on the log, calls no
model, writes nothing, and reads beside a running server.`

export const addReplay = (program: Command): void => {
  withCommonOptions(program.command('replay'))
    .description('Run the topology over recorded turns')
    .addOption(
      new Option('--from <place>', 'earliest, or an ISO time')
        .argParser(parseEdge('earliest', 0))
        .default(0, 'earliest'),
    )
    .addOption(
      new Option('--to <place>', 'latest, or an ISO time')
        .argParser(parseEdge('latest', Number.POSITIVE_INFINITY))
        .default(Number.POSITIVE_INFINITY, 'latest'),
    )
    .option('--verify', 'compare with what was recorded')
    .addHelpText('after', about)
    .action(async (options: ReplayOptions) => (await import('../run/replay.ts')).replay(options))
}
