import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'

export interface TopicsDocsOptions extends CommonOptions {
  readonly stdout?: boolean
  readonly check?: boolean
}

export const addTopics = (program: Command): void => {
  const topics = program.command('topics').helpCommand(false).description('The catalogue of topics')
  withCommonOptions(topics.command('list'))
    .description('Name, key, partitions, clean-up, retention and event types of each topic')
    .action(async (options: CommonOptions) => (await import('../run/topics.ts')).listTopics(options))
  withCommonOptions(topics.command('apply'))
    .description('Create on the log in use what is missing; a topic that is there stays as it is')
    .action(async (options: CommonOptions) => (await import('../run/topics.ts')).applyTopics(options))
  withCommonOptions(topics.command('docs'))
    .description('Write the reference page docs/reference/topics.md')
    .option('--stdout', 'print it instead')
    .option('--check', 'write nothing; fail where the page is stale')
    .action(async (options: TopicsDocsOptions) => (await import('../run/topics-docs.ts')).topicsDocs(options))
}
