import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'
import { type RangeOptions, rangeOptions } from '../range.ts'

export interface AuditOptions extends CommonOptions, RangeOptions {
  readonly policy?: string
  readonly entry?: string
  readonly model?: string
  readonly tenant?: string
  readonly limit: number
}

const about = `
--policy finds whoever got an answer that was made while this version was the last change for their tenant and scene, whenever they
got it: an answer is served from the cache long after another change, as long as that does not claim it (made_under and
served_under tell both). --entry and --model find whoever was served by a cache entry, or got what a model wrote; an answer that a
model chose among existing ones counts for both. Turns that no customer asked are none.

Numbers are exact; --limit is of the turns shown, the first ones. The first run reads every answer on the log into an index in the data
directory, later ones what came since. Reads beside a running server.`

export const addAudit = (program: Command): void => {
  const [from, to] = rangeOptions()
  withCommonOptions(program.command('audit'))
    .description('Tell who was served by a policy version, an entry or a model, when, and why')
    .option('--policy <version>', 'answers made under this policy change')
    .option('--entry <id>', 'answers of this cache entry')
    .option('--model <name>', 'answers of this model')
    .option('--tenant <name>', 'of this tenant alone')
    .addOption(from)
    .addOption(to)
    .option('--limit <number>', 'turns shown, at most', parseCount, 20)
    .addHelpText('after', about)
    .action(async (options: AuditOptions) => (await import('../run/audit.ts')).auditLog(options))
}
