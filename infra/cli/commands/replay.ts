import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { type RangeOptions, rangeOptions } from '../range.ts'

export interface ReplayOptions extends CommonOptions, RangeOptions {
  readonly verify?: boolean
}

const about = `
--verify makes every recorded decision again from the log alone and compares it with what was recorded, byte by byte; the exit
code is 1 where one differs, and 3 where none is recorded from --from to --to. It decides under the configuration on the log, calls no
model, writes nothing, and reads beside a running server.`

export const addReplay = (program: Command): void => {
  const [from, to] = rangeOptions()
  withCommonOptions(program.command('replay'))
    .description('Run the topology over recorded turns')
    .addOption(from)
    .addOption(to)
    .option('--verify', 'compare with what was recorded')
    .addHelpText('after', about)
    .action(async (options: ReplayOptions) => (await import('../run/replay.ts')).replay(options))
}
