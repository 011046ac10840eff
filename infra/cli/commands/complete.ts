import { Argument, type Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'

export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

const about = `
Load it in the shell's own start file; turnstream must be on the PATH (npm link puts it there):

  bash   source <(turnstream complete bash)      in ~/.bashrc, after bash-completion
  zsh    source <(turnstream complete zsh)       in ~/.zshrc, after compinit
  fish   turnstream complete fish | source       in ~/.config/fish/config.fish

It then completes commands, options and what they take: topics, processors, stores and what costs can be told apart by.`

/** The script asks for completions of a line with `complete -- WORDS`, whatever the words are. */
const isRequest = (command: Command): boolean => {
  const given = command.parent && 'rawArgs' in command.parent ? (command.parent.rawArgs as readonly string[]) : []
  return given[0] === command.name() && given[1] === '--'
}

export const addComplete = (program: Command): void => {
  withCommonOptions(program.command('complete'))
    .description('Print a script with which the shell completes turnstream commands')
    .usage('[options] <shell>')
    .addArgument(new Argument('[words...]', `the shell: ${shells.join(', ')}`))
    .addHelpText('after', about)
    .action(async (words: readonly string[], options: CommonOptions, command: Command) => {
      const { completeLine, printScript } = await import('../run/complete.ts')
      await (isRequest(command) ? completeLine(words) : printScript(words, options))
    })
}
