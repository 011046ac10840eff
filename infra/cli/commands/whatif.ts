import { type Command, Option } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'
import { type RangeOptions, rangeOptions } from '../range.ts'

export interface WhatIfOptions extends CommonOptions, RangeOptions {
  readonly setB?: readonly string[]
  readonly cold?: boolean
  readonly limit: number
  readonly vary?: readonly string[]
  readonly plot?: string
  readonly offPolicy?: boolean
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

const about = `
Runs the turns of the range through the topology twice, under A and under B, each with the caches as they would have become: A is what was
recorded, and B has what --set says; with --set-b, A has what --set says and B what --set-b says. Options are laid over whatever
configuration was in force. Caches, policies and conversations begin as they stood at --from; with --cold caches and conversations are empty.

No model is asked. A reply that the log holds is told again, in the time that it took; one that no model ever gave is stood in for by what the
turn was told, with as many tokens as the model usually takes, and counted as unknown. Intervals are of 95 %, over questions: turns that ask the same
depend on each other. Wrong hits are those that customers, reviewers or checks have said so of.

With --vary many configurations run side by side in one pass over the log, at most 500: what the caches would have served, how often that is known to
be wrong, and what misses would have cost. Those that no other is better than in both are shown, and --plot draws them. A sweep follows how the
cache judges and how long it keeps, the bounds of tiers, and prices; look at one of its configurations more closely with --set.

With --off-policy another router is estimated from how likely each turn was sent where it went, for which a share of turns must have been sent to tiers
at random (route.explore): mean price, latency and unhelpful answers of turns that miss, by inverse propensity scores and self-normalised. It is refused
where the log does not hold enough of what that router would do.

Nothing is written to the log; reads beside a running server. The shadow lies in the directory for temporary files, and goes away.`

export const addWhatIf = (program: Command): void => {
  const [from, to] = rangeOptions()
  withCommonOptions(program.command('whatif'))
    .description('Compare two configurations on the turns that were recorded')
    .addOption(from)
    .addOption(to)
    .addOption(
      new Option('--set-b <path=value>', 'set one option of B, and --set those of A; as often as needed').argParser(
        collect,
      ),
    )
    .addOption(
      new Option(
        '--vary <path=value,value,…>',
        'try each value, and each combination with those of others, in one pass; as often as needed',
      ).argParser(collect),
    )
    .option('--plot <file>', 'with --vary: write spend against wrong hits as an SVG document')
    .option('--off-policy', 'estimate another router from turns that were sent to tiers at random')
    .option('--cold', 'begin with empty caches, instead of as they stood at --from')
    .option('--limit <number>', 'turns shown whose answer changed, at most', parseCount, 10)
    .addHelpText('after', about)
    .action(async (options: WhatIfOptions) => {
      const { vary } = options
      if (options.offPolicy) await (await import('../run/off-policy.ts')).offPolicyOnLog(options)
      else if (vary) await (await import('../run/sweep.ts')).sweepOnLog({ ...options, vary })
      else await (await import('../run/whatif.ts')).whatIfOnLog(options)
    })
}
