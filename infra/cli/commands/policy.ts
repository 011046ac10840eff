import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'

const about = `
The file holds what POST /v1/policies takes; "-" reads stdin:

  {"scene": "returns", "match": {"keywords": ["30 days"]}, "rollout": {"share_per_day": 0.25}, "reason": "new return policy"}

Of these "match" and "reason" are needed; "match": {} claims every entry of the scene. The change goes through the server
that runs on the data directory; where none runs, the system is opened here, follows it to the end, and is closed.`

export const addPolicy = (program: Command): void => {
  const policy = program
    .command('policy')
    .helpCommand(false)
    .description('Policy changes, which cached answers must follow')
  withCommonOptions(policy.command('change'))
    .description('Put a policy change in force: no older answer that it claims is served afterwards')
    .argument('<file>', 'JSON file')
    .addHelpText('after', about)
    .action(async (file: string, options: CommonOptions) =>
      (await import('../run/policy-change.ts')).policyChange(file, options),
    )
}
