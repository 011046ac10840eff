import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'

const about = `
The turn id is what POST /v1/chat answers as "turn_id" and in X-Turnstream-Turn. Reads beside a running server.`

export const addExplain = (program: Command): void => {
  withCommonOptions(program.command('explain'))
    .description('Tell why a turn got its answer: every event that led to it')
    .argument('<turn-id>', 'the turn')
    .addHelpText('after', about)
    .action(async (turnId: string, options: CommonOptions) =>
      (await import('../run/explain.ts')).explainTurn(turnId, options),
    )
}
