import type { Command } from 'commander'
import { createProgram } from '../cli/program.ts'
import { code, generatedNotice, page } from './markdown.ts'

const leaves = (command: Command, path: readonly string[]): readonly { path: readonly string[]; command: Command }[] =>
  command.commands.length === 0
    ? [{ path, command }]
    : command.commands.flatMap(child => leaves(child, [...path, child.name()]))

/** The whole help of a command, what is added after the options included. */
const helpOf = (command: Command): string => {
  const parts: string[] = []
  command.configureOutput({ writeOut: text => void parts.push(text) })
  command.outputHelp()
  return parts.join('').trimEnd()
}

/** The reference page of the command line: each command's own help. */
export const commandsPage = (): string => {
  const program = createProgram()
  return page(
    generatedNotice('infra/cli'),
    '# Commands',
    ['```text', helpOf(program), '```'].join('\n'),
    ...leaves(program, []).flatMap(({ path, command }) => [
      `## ${code(path.join(' '))}`,
      ['```text', helpOf(command), '```'].join('\n'),
    ]),
  )
}
