import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'

export interface RouterDecideOptions extends CommonOptions {
  readonly by: string
  readonly reason?: string
}

const aboutRetrain = `
Learned from the turns of the log that were judged (route.drift) or marked unhelpful, for the router "features". Figures are of the
last quarter of the judged turns, which nothing is learned from, each counted for as many turns as it was drawn from. Nothing is
routed otherwise until somebody accepts the proposal; the same log gives the same one. The exit code is 1 where fewer than 80 turns
were judged or nothing better was found.`

const aboutAccept = `
Goes through the server that runs on the data directory; where none runs, the system is opened here and closed. A proposal is accepted in
place of the router that it was made to replace, and of no other; "shipped", the router of the release, in place of any. The same
decision given twice is answered as the first time.`

export const addRouter = (program: Command): void => {
  const router = program
    .command('router')
    .helpCommand(false)
    .description('Retraining of the router, which proposes, and a person who accepts')
  withCommonOptions(router.command('retrain'))
    .description('Propose a router that was learned from judged turns of the log')
    .addHelpText('after', aboutRetrain)
    .action(async (options: CommonOptions) => (await import('../run/router-retrain.ts')).routerRetrain(options))
  withCommonOptions(router.command('proposals'))
    .description('Show what was proposed, newest first, and which router routes')
    .action(async (options: CommonOptions) => (await import('../run/router-proposals.ts')).routerProposals(options))
  const decision = (name: 'accept' | 'reject', description: string): Command =>
    withCommonOptions(router.command(name))
      .description(description)
      .argument('<proposal-id>', 'as "router proposals" has it')
      .requiredOption('--by <name>', 'who decides')
      .option('--reason <text>', 'for people: why')
      .addHelpText('after', aboutAccept)
      .action(async (id: string, options: RouterDecideOptions) =>
        (await import('../run/router-decide.ts')).routerDecide(id, name, options),
      )
  decision('accept', 'Route by a proposal from now on; "shipped" goes back to the router of the release')
  decision('reject', 'Put a proposal aside for good')
}
