import { Argument, type Command } from 'commander'
import type { Store } from '../../gateway/rebuild.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'

const about = `
On the embedded stores the exact keys (redis) and the vectors (elasticsearch) are one read model, which any of the three names
rebuilds from cache.entries; "all" rebuilds the sums of cost.ledger too. They are dropped and folded again, by the running
server or, where none runs, here; the exit code is 1 where a result differs from what was there.`

export const addRebuild = (program: Command): void => {
  withCommonOptions(program.command('rebuild'))
    .description('Drop read models and fold them again from the log')
    .addArgument(new Argument('[store]', 'which').choices(['redis', 'elasticsearch', 'all']).default('all'))
    .addHelpText('after', about)
    .action(async (store: Store, options: CommonOptions) => (await import('../run/rebuild.ts')).rebuild(store, options))
}
