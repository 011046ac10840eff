import { type Command, Option } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parsePositiveShare } from '../numbers.ts'

interface SaidOptions extends CommonOptions {
  readonly by: string
  readonly reason?: string
}

export interface StartOptions extends SaidOptions {
  readonly arm: readonly string[]
  readonly guard?: readonly string[]
  readonly share: number
}

export interface StopOptions extends SaidOptions {
  readonly arm?: string
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

const aboutStart = `
Conversations are assigned by a hash of their key, evenly to control, in which nothing is otherwise, and to each arm. Every arm, control too,
learns into a part of the caches of its own, which is empty at first, so that they can be compared. Only what is read for each turn by itself can differ:
how the cache judges and how long it keeps, prompts, the bounds of tiers, the router.

A guard stops an arm once it is surely worse than control, by more than it allows: failed and unhelpful in shares of turns (0.02: two of a hundred more), cost
and latency in shares of control's (0.1: a tenth more). All guards and arms together stop a sound arm in at most 5 % of experiments, however long they
run. Without --guard: failed=0.02 and unhelpful=0.02.`

const aboutShow = `
Counted from the log. The interval holds for one look; the one that holds however often one looks is wider. Turns of a conversation depend
on each other: what is drawn are conversations, and with fewer than 50 in an arm there are no intervals.`

const aboutSystem = `
Goes through the server that runs on the data directory; where none runs, the system is opened here and closed.`

export const addExperiment = (program: Command): void => {
  const experiment = program
    .command('experiment')
    .helpCommand(false)
    .description('Configurations beside each other on live traffic')
  withCommonOptions(experiment.command('start'))
    .description('Assign the conversations that come from now on to the arms of an experiment')
    .argument('<name>', 'never used before')
    .addOption(
      new Option('--arm <name:path=value>', 'an arm and an option that is otherwise in it; as often as needed')
        .argParser(collect)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--guard <metric=number>',
        'how much worse than control an arm may be: failed, unhelpful, cost or latency; as often as needed',
      ).argParser(collect),
    )
    .option('--share <share>', 'of all conversations take part', parsePositiveShare, 1)
    .requiredOption('--by <name>', 'who starts it')
    .option('--reason <text>', 'for people: why')
    .addHelpText('after', aboutStart + aboutSystem)
    .action(async (name: string, options: StartOptions) =>
      (await import('../run/experiment-decide.ts')).startExperiment(name, options),
    )
  withCommonOptions(experiment.command('stop'))
    .description('Stop an experiment, or one of its arms')
    .argument('<name>', 'as "experiment list" has it')
    .option('--arm <name>', 'that arm alone')
    .requiredOption('--by <name>', 'who stops it')
    .option('--reason <text>', 'for people: why')
    .addHelpText('after', aboutSystem)
    .action(async (name: string, options: StopOptions) =>
      (await import('../run/experiment-decide.ts')).stopExperiment(name, options),
    )
  withCommonOptions(experiment.command('list'))
    .description('Show experiments, newest first')
    .action(async (options: CommonOptions) => (await import('../run/experiment-read.ts')).listExperiments(options))
  withCommonOptions(experiment.command('show'))
    .description('Show how the arms of an experiment do')
    .argument('<name>', 'as "experiment list" has it')
    .addHelpText('after', aboutShow)
    .action(async (name: string, options: CommonOptions) =>
      (await import('../run/experiment-read.ts')).showExperiment(name, options),
    )
}
