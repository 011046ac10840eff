import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'

export interface WarmOptions extends CommonOptions {
  readonly scene?: string
  readonly tenant?: string
  readonly fromLog?: boolean
  readonly top?: number
}

const about = `
The file has a question and its answer in each row, as NDJSON or as a JSON list; "-" reads stdin:

  {"question": "How long may I keep an item?", "answer": "30 days.", "scene": "returns", "language": "en", "products": []}

"question" and "answer" are needed. A file of the help centre (data/help-centre) will do as well: each way to ask is a row. The
answers are shared with all at once, also with callers who name no scene. A file with a bad row writes nothing and every fault
is told; the same file again writes nothing new. It goes through the server that runs on the data directory; where none runs,
the system is opened here and closed at the end.

With --from-log the most frequent questions of the log that stand alone and hold no details are asked again, as customers would whom
nobody knows: what the caches have costs nothing, the rest is answered and learned. The section "warm" of the configuration bounds how many
are under way, time and money.`

export const addWarm = (program: Command): void => {
  withCommonOptions(program.command('warm'))
    .description('Fill the caches: with answers that somebody has written, or by asking frequent questions again')
    .argument('[file]', 'questions and answers')
    .option('--scene <scene>', 'scene of rows that name none; recognised in the question where not given')
    .option('--tenant <tenant>', 'whose customers are answered so; that of the configuration where not given')
    .option('--from-log', 'ask the most frequent questions of the log again')
    .option('--top <number>', 'so many of them, 10000 where not given', parseCount)
    .addHelpText('after', about)
    .action(async (file: string | undefined, options: WarmOptions) =>
      (await import('../run/warm.ts')).warm(file, options),
    )
}
