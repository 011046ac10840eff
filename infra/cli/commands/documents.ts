import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'

export interface DocumentsOptions extends CommonOptions {
  readonly tenant?: string
}

export interface DocumentsPutOptions extends DocumentsOptions {
  readonly id?: string
  readonly title?: string
  readonly scene?: string
}

const about = `
A document is a text or a Markdown file. It is cut at headings and paragraphs into passages, and those that fit a question best, by its
words and its meaning, go into the prompt; "sources" of an answer names them, as in "returns-policy#3". The same document again
changes nothing. One that has changed, or is taken out, is a policy change: when the command ends, nobody is served an answer
that rests on what it said before. It goes through the server that runs on the data directory; where none runs, the system is
opened here and closed at the end.`

const whose = 'whose customers it answers; the tenant of the configuration where not given'

export const addDocuments = (program: Command): void => {
  const documents = program
    .command('documents')
    .helpCommand(false)
    .description('Documents that answers rest on: take them in, list them, take them out')
    .addHelpText('after', about)
  withCommonOptions(documents.command('put'))
    .description('Take documents in, or replace them')
    .argument('<file...>', 'texts or Markdown files; "-" reads stdin')
    .option('--id <id>', 'by which a later one replaces it; the name of the file without its ending where not given')
    .option('--title <title>', 'the first heading of the file, or else its name, where not given')
    .option('--scene <scene>', 'scene that it is about; general where not given')
    .option('--tenant <tenant>', whose)
    .action(async (files: readonly string[], options: DocumentsPutOptions) =>
      (await import('../run/documents.ts')).putDocuments(files, options),
    )
  withCommonOptions(documents.command('list'))
    .description('Show them')
    .option('--tenant <tenant>', 'only those of this tenant')
    .action(async (options: DocumentsOptions) => (await import('../run/documents.ts')).listDocuments(options))
  withCommonOptions(documents.command('remove'))
    .description('Take documents out')
    .argument('<id...>', 'as "documents list" has them')
    .option('--tenant <tenant>', whose)
    .action(async (ids: readonly string[], options: DocumentsOptions) =>
      (await import('../run/documents.ts')).removeDocuments(ids, options),
    )
}
