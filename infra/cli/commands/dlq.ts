import { type Command, InvalidArgumentError, Option } from 'commander'
import type { TopicName } from '../../../schemas/types.ts'
import { catalogue } from '../../../topics/catalogue.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'
import { type Place, parsePlace } from '../position.ts'

export interface DlqListOptions extends CommonOptions {
  readonly topic?: TopicName
  readonly limit?: number
  readonly from?: Place
}

export interface DlqRetryOptions extends CommonOptions {
  readonly all?: boolean
}

/** A dead letter as the command line names it. Without a partition it is the only one at that offset. */
export interface LetterName {
  readonly partition: number | null
  readonly offset: bigint
}

const parseLetter = (text: string, before: readonly LetterName[] = []): readonly LetterName[] => {
  const [, partition, offset] = /^(?:(\d{1,6})\/)?(\d{1,18})$/.exec(text) ?? []
  if (offset === undefined) throw new InvalidArgumentError('It must be an offset like 2/17, as dlq list shows it.')
  return [...before, { partition: partition === undefined ? null : Number(partition), offset: BigInt(offset) }]
}

const aboutList = `
"letter" is the partition and the offset on dead.letters, "source" where the record lay. --json adds the original bytes as
base64, the headers, and the event in them where they can be decoded. Reads beside a running server.`

const aboutRetry = `
The record goes back to the end of its topic as it was, with a header that names the dead letter. Each is put back once,
however often it is asked for; should it die again, that is another dead letter. Goes through the server that runs on the
data directory, else to the log, where it waits for one. The exit code is 1 where bytes are lost and cannot be put back.`

export const addDlq = (program: Command): void => {
  const dlq = program.command('dlq').helpCommand(false).description('Dead letters: records that could not be processed')
  withCommonOptions(dlq.command('list'))
    .description('Show the dead letters, and which of them were tried again')
    .addOption(new Option('--topic <topic>', 'only records of this topic').choices(catalogue.map(({ name }) => name)))
    .option('--limit <number>', 'end after so many', parseCount)
    .option('--from <place>', 'earliest, an offset of each partition, or an ISO time (default: earliest)', parsePlace)
    .addHelpText('after', aboutList)
    .action(async (options: DlqListOptions) => (await import('../run/dlq-list.ts')).dlqList(options))
  withCommonOptions(dlq.command('retry'))
    .description('Put the records of dead letters back on their topics')
    .argument('[offsets...]', 'dead letters, as dlq list names them', parseLetter)
    .option('--all', 'every one that was not put back before')
    .addHelpText('after', aboutRetry)
    .action(async (letters: readonly LetterName[], options: DlqRetryOptions) =>
      (await import('../run/dlq-retry.ts')).dlqRetry(letters, options),
    )
}
