import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount, parseShare, parseWhole } from '../numbers.ts'

export interface EvalCacheOptions extends CommonOptions {
  readonly data: string
  readonly answers?: string
  readonly judgeError?: number
  readonly limit?: number
  readonly seed?: number
}

const about = `
Rows are {"text", "group", "scene", "tenant", "answer"}; only "text" and "group" are needed, and the system never sees "group". They
come in order; a miss is answered and then learned. A hit is false where its answer was written for another group.`

export const addEval = (program: Command): void => {
  const evaluations = program.command('eval').helpCommand(false).description('Measure the system on labelled data')
  withCommonOptions(evaluations.command('cache'))
    .description('Hit rate and false hits of the caches, with the configuration in force')
    .requiredOption('--data <file>', 'NDJSON, one question a line')
    .option('--answers <file>', 'JSON, {group: [wordings]}; a group missing there gets an answer of its own')
    .option('--judge-error <share>', 'on a miss, choose among existing answers, wrongly this often', parseShare)
    .option('--limit <number>', 'shuffle, then take so many rows', parseCount)
    .option('--seed <number>', 'seed of the shuffle', parseWhole)
    .addHelpText('after', about)
    .action(async (options: EvalCacheOptions) => (await import('../run/eval-cache.ts')).evalCache(options))
}
