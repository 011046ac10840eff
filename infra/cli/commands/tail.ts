import type { Command } from 'commander'
import type { TopicName } from '../../../schemas/types.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'
import { type Place, parsePlace } from '../position.ts'
import { topicArgument } from './produce.ts'

export interface TailOptions extends CommonOptions {
  readonly from?: Place
  readonly exitAtEnd?: boolean
  readonly key?: string
  readonly limit?: number
  readonly full?: boolean
}

const about = `
A line is {"topic", "partition", "offset", "time", "key", "headers", "type", "data"}, bytes as base64. A record that does not
decode is printed with "error" and its "value" as base64. What is there already comes in the order of its time; --json makes
one array of it all. Reads beside a running server.`

export const addTail = (program: Command): void => {
  withCommonOptions(program.command('tail'))
    .description('Print the events of a topic as NDJSON')
    .addArgument(topicArgument())
    .option(
      '--from <place>',
      'earliest, latest, an offset of each partition, or an ISO time (default: latest, earliest with --exit-at-end)',
      parsePlace,
    )
    .option('--exit-at-end', 'end where the topic ends now instead of following it')
    .option('--key <key>', 'only records with this key')
    .option('--limit <number>', 'end after so many records', parseCount)
    .option('--full', 'print vectors whole')
    .addHelpText('after', about)
    .action(async (topic: TopicName, options: TailOptions) => (await import('../run/tail.ts')).tail(topic, options))
}
