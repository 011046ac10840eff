import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'

export interface PolicyListOptions extends CommonOptions {
  readonly scene?: string
  readonly limit?: number
}

const aboutChange = `
The file holds what POST /v1/policies takes; "-" reads stdin:

  {"scene": "returns", "match": {"keywords": ["30 days"]}, "rollout": {"share_per_day": 0.25}, "reason": "new return policy"}

Of these "match" and "reason" are needed; "match": {} claims every entry of the scene. The change goes through the server
that runs on the data directory; where none runs, the system is opened here, follows it to the end, and is closed.`

const aboutList = `
Read from the log, beside a running server too. "epoch" is the offset on policy.changes; requests that arrive after a change was
acknowledged are answered under its epoch or a later one. What a change matches and was answered before it is invalid, at once
or by its share a day.`

export const addPolicy = (program: Command): void => {
  const policy = program
    .command('policy')
    .helpCommand(false)
    .description('Policy changes, which cached answers must follow')
  withCommonOptions(policy.command('change'))
    .description('Put a policy change in force: no older answer that it claims is served afterwards')
    .argument('<file>', 'JSON file')
    .addHelpText('after', aboutChange)
    .action(async (file: string, options: CommonOptions) =>
      (await import('../run/policy-change.ts')).policyChange(file, options),
    )
  withCommonOptions(policy.command('list'))
    .description('Show the policy changes and what they make invalid, newest last')
    .option('--scene <scene>', 'only changes for this scene or for all scenes')
    .option('--limit <number>', 'the newest so many', parseCount)
    .addHelpText('after', aboutList)
    .action(async (options: PolicyListOptions) => (await import('../run/policy-list.ts')).policyList(options))
}
