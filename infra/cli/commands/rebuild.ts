import { Argument, type Command } from 'commander'
import type { Store } from '../../runtime/caches.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'

const about = `
"redis" is where exact keys are, "elasticsearch" where vectors are: embedded they are one read model, which either name
rebuilds from cache.entries; "all" rebuilds both, the sums of cost.ledger and the queue of reviews. They are dropped and folded
again, by the running server or, where none runs, here; the exit code is 1 where a result differs from what was there.`

export const addRebuild = (program: Command): void => {
  withCommonOptions(program.command('rebuild'))
    .description('Drop read models and fold them again from the log')
    .addArgument(new Argument('[store]', 'which').choices(['redis', 'elasticsearch', 'all']).default('all'))
    .addHelpText('after', about)
    .action(async (store: Store, options: CommonOptions) => (await import('../run/rebuild.ts')).rebuild(store, options))
}
