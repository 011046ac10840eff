import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'
import { type RangeOptions, rangeOptions } from '../range.ts'

export interface ReplayOptions extends CommonOptions, RangeOptions {
  readonly verify?: boolean
  readonly execute?: boolean
  readonly into?: string
  readonly cold?: boolean
  readonly limit: number
}

const about = `
Runs what came from outside through the topology again, in event time and without waiting, under the configuration that was in force, with --set
laid over it; caches, policies and conversations begin as they stood at --from, with --cold caches and conversations are empty. No model is asked:
calls are answered with what the log holds, and what it does not hold is stood in for and counted (see turnstream whatif). Says what would have come of
the turns, beside what did, and leaves nothing.

--execute writes the replay down: --into names a directory that is made, with a log of its own. Every command that reads takes it as --data-dir:
explain, costs, audit, as-of, tail. Nothing serves it or appends to it.

--verify makes every recorded decision again from the log alone and compares it with what was recorded, byte by byte; the exit
code is 1 where one differs, and 3 where none is recorded from --from to --to. It decides under the configuration on the log, calls no
model, writes nothing, and reads beside a running server.`

export const addReplay = (program: Command): void => {
  const [from, to] = rangeOptions()
  withCommonOptions(program.command('replay'))
    .description('Run the topology over recorded turns')
    .addOption(from)
    .addOption(to)
    .option('--verify', 'compare decisions with those recorded, byte by byte')
    .option('--execute', 'write the replay down, into the directory that --into names')
    .option('--into <directory>', 'where --execute writes; must not be there yet')
    .option('--cold', 'begin with empty caches, instead of as they stood at --from')
    .option('--limit <number>', 'turns shown whose answer changed, at most', parseCount, 10)
    .addHelpText('after', about)
    .action(async (options: ReplayOptions) => (await import('../run/replay.ts')).replay(options))
}
