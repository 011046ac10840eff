import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'

export interface EraseOptions extends CommonOptions {
  readonly user: string
  readonly tenant?: string
}

const about = `
Destroys the key under which privacy.shred has sealed what the user wrote and was told, takes the entries that their turns made out of the
caches, closes reviews of them, and makes caches and the queue of reviews anew. It cannot be undone. What is left of their turns is without text:
replays complete, and count them as redacted. Turns of theirs from before privacy.shred was on stay readable; then the exit code is 1.`

export const addErase = (program: Command): void => {
  withCommonOptions(program.command('erase'))
    .description('Erase a user: destroy their key, and expunge what was made of their texts')
    .requiredOption('--user <id>', 'the user_id that their turns have')
    .option('--tenant <name>', 'of this tenant; server.tenant where not given')
    .addHelpText('after', about)
    .action(async (options: EraseOptions) => (await import('../run/erase.ts')).erase(options))
}
