import { type Command, InvalidArgumentError, Option } from 'commander'
import type { EvaluatedRouter } from '../../eval/route.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount, parseShare, parseWhole } from '../numbers.ts'

export interface EvalCacheOptions extends CommonOptions {
  readonly data: string
  readonly answers?: string
  readonly judgeError?: number
  readonly limit?: number
  readonly seed?: number
}

export interface EvalThresholdsOptions extends EvalCacheOptions {
  readonly thresholds: readonly number[]
  readonly plot?: string
}

export interface EvalTrapsOptions extends CommonOptions {
  readonly data: string
  readonly limit?: number
  readonly seed?: number
  readonly list?: boolean
}

export interface EvalCompressOptions extends CommonOptions {
  readonly data: string
  readonly limit?: number
  readonly seed?: number
  readonly list?: boolean
}

export interface EvalGroundingOptions extends CommonOptions {
  readonly others?: string
}

export interface EvalRouteOptions extends CommonOptions {
  readonly data: string
  readonly limit?: number
  readonly seed?: number
  readonly router: EvaluatedRouter
}

/** Named here too, for commands load nothing that they do not run. */
const evaluatedRouters: readonly EvaluatedRouter[] = ['learned', 'neighbours', 'features']

const usualThresholds = [0.8, 0.85, 0.9, 0.93, 0.95, 0.97]

const parseThresholds = (text: string): readonly number[] => {
  const numbers = text.split(',').map(each => (each.trim() === '' ? Number.NaN : Number(each)))
  if (numbers.every(number => number >= 0 && number <= 1)) return numbers
  throw new InvalidArgumentError('They must be numbers from 0 to 1, joined by commas.')
}

const about = `
Rows are {"text", "group", "scene", "tenant", "answer"}; only "text" and "group" are needed, and the system never sees "group". They
come in order; a miss is answered and then learned. A hit is false where its answer was written for another group.`

const aboutThresholds = `
${about.trim()}

Every threshold has a cache of its own and sees the same rows; each text is embedded once. Of the configuration only
cache.threshold changes, cache.readThreshold with it, and cache.thresholds of scenes are left out: below the threshold agreeing neighbours are still
served, unless --set cache.agreement=0. The plot has hits to the right and wrong hits upwards.`

const aboutTraps = `
Rows are {"id", "kind", "a", "b", "same", "lang", "scene", "answer", "history_a", "history_b", "tenant_a", "tenant_b"}; the first
five are needed. Each begins with an empty cache: "a" is asked and its answer learned, by as many askers as the system wants
before it shares, then another user asks "b". Where "same" is false, any answer from the cache is a false one. A history is a
list of {"role", "content"}, or of texts of the asker. Rows of the project's own are in data/traps.`

const aboutCompress = `
Rows are {"turns": [{"role", "content"}], "required": ["value"]}. Each dialogue is compressed as the history of the turn that
would follow it; those of at most compress.afterTurns turns are sent whole, and not counted. A required value is kept where what
is sent says it, as words of its own; one that the dialogue itself does not say is not counted. Where compress.pool names a pool,
its model is asked for summaries, as a server asks between turns.`

const aboutRoute = `
Rows are {"text", "weak", "strong"}: whether the weak model's answer was right, and the strong one's. Routers are trained on the other
folds alone, what they choose for themselves included. The share is the least that has to go to the strong model for 95 % of its accuracy; APGR is the
average performance gap recovered, 0.5 by chance; the oracle knows the outcomes. Intervals are those of a bootstrap over the rows.`

const aboutGrounding = `
Asks the shipped help centre as the shoppers of the demo do: all of it as articles, then every other scene as a document in place of
its articles, then all of it beside documents about something else. A question is found where the words that answer it are among
the passages that its prompt would have (compress.passages).`

const withSample = (command: Command): Command =>
  command
    .option('--limit <number>', 'shuffle, then take so many rows', parseCount)
    .option('--seed <number>', 'seed of the shuffle', parseWhole)

const withRows = (command: Command): Command =>
  withSample(
    command
      .requiredOption('--data <file>', 'NDJSON, one question a line')
      .option('--answers <file>', 'JSON, {group: [wordings]}; a group missing there gets an answer of its own')
      .option('--judge-error <share>', 'on a miss, choose among existing answers, wrongly this often', parseShare),
  )

export const addEval = (program: Command): void => {
  const evaluations = program.command('eval').helpCommand(false).description('Measure the system on labelled data')
  withRows(withCommonOptions(evaluations.command('cache')))
    .description('Hit rate and false hits of the caches, with the configuration in force')
    .addHelpText('after', about)
    .action(async (options: EvalCacheOptions) => (await import('../run/eval-cache.ts')).evalCache(options))
  withSample(
    withCommonOptions(evaluations.command('traps')).requiredOption(
      '--data <file>',
      'NDJSON, one pair of questions a line',
    ),
  )
    .description('How many traps are served a false answer, and how many true paraphrases a right one')
    .option('--list', 'print the rows that failed, and why')
    .addHelpText('after', aboutTraps)
    .action(async (options: EvalTrapsOptions) => (await import('../run/eval-traps.ts')).evalTraps(options))
  withSample(
    withCommonOptions(evaluations.command('compress')).requiredOption('--data <file>', 'NDJSON, one dialogue a line'),
  )
    .description('How many tokens of a history compression saves, and what it loses')
    .option('--list', 'print what was sent for the dialogues that lost something')
    .addHelpText('after', aboutCompress)
    .action(async (options: EvalCompressOptions) => (await import('../run/eval-compress.ts')).evalCompress(options))
  withSample(
    withCommonOptions(evaluations.command('route')).requiredOption('--data <file>', 'NDJSON, one question a line'),
  )
    .description('How few questions have to go to the strong model for nearly all of its accuracy')
    .addOption(new Option('--router <name>', 'whose curve is shown').choices(evaluatedRouters).default('learned'))
    .addHelpText('after', aboutRoute)
    .action(async (options: EvalRouteOptions) => (await import('../run/eval-route.ts')).evalRoute(options))
  withCommonOptions(evaluations.command('grounding'))
    .description(
      'Whether what answers a question is among the passages of its prompt, from articles and from documents',
    )
    .option('--others <folder>', 'Markdown files about something else; those of docs where not given')
    .addHelpText('after', aboutGrounding)
    .action(async (options: EvalGroundingOptions) => (await import('../run/eval-grounding.ts')).evalGrounding(options))
  withRows(withCommonOptions(evaluations.command('thresholds')))
    .description('eval cache at several thresholds, as a table and a plot')
    .option('--thresholds <numbers>', 'joined by commas', parseThresholds, usualThresholds)
    .option('--plot <file>', 'write the plot as SVG')
    .addHelpText('after', aboutThresholds)
    .action(async (options: EvalThresholdsOptions) =>
      (await import('../run/eval-thresholds.ts')).evalThresholds(options),
    )
}
