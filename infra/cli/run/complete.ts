import type { RootCommand } from '@bomb.sh/tab'
import tab from '@bomb.sh/tab/commander'
import { turnstreamError } from '../../../processors/errors.ts'
import { topology } from '../../../topics/topology.ts'
import { dimensions } from '../../ledger/summary.ts'
import { type Shell, shells } from '../commands/complete.ts'
import type { CommonOptions } from '../common.ts'
import { print, printResult } from '../output.ts'
import { createCommands } from '../program.ts'

const name = 'turnstream'

const edges: readonly string[] = ['earliest', 'latest']

/** Values of options that take a list or several kinds of value, by command and option; the others have choices. */
const values: readonly (readonly [command: string, option: string, values: readonly string[]])[] = [
  ['serve', 'only', topology.filter(({ kind }) => kind === 'decider' || kind === 'recorder').map(stage => stage.name)],
  ['costs', 'by', dimensions],
  ['tail', 'from', edges],
  ['dlq list', 'from', edges],
  ['replay', 'from', ['earliest']],
  ['replay', 'to', ['latest']],
]

const createCompletion = (): RootCommand => {
  const root = tab(createCommands())
  for (const [command, option, choices] of values) {
    const known = root.commands.get(command)
    const about = known?.options.get(option)?.description ?? ''
    known?.option(option, about, complete => {
      for (const choice of choices) complete(choice, '')
    })
  }
  root.commands.get('complete')?.argument('shell', complete => {
    for (const shell of shells) complete(shell, '')
  })
  return root
}

/** What the work prints by itself, which the package does with console.log. */
const printedBy = (work: () => void): string => {
  const lines: string[] = []
  const { log } = console
  console.log = line => void lines.push(String(line))
  try {
    work()
  } finally {
    console.log = log
  }
  return lines.map(line => `${line}\n`).join('')
}

/** The last line of an answer: the shell is not to complete files. */
const noFiles = ':4\n'

/** Where there is nothing to suggest, a file may be meant: the shell knows those. */
const orFiles = (answer: string, word: string): string =>
  answer === noFiles && !word.startsWith('-') ? ':0\n' : answer

/** Answers the script: suggestions for the last of the words, one a line, and what the shell may add. */
export const completeLine = (words: readonly string[]): Promise<void> => {
  const root = createCompletion()
  return print(
    orFiles(
      printedBy(() => root.parse([...words])),
      words.at(-1) ?? '',
    ),
  )
}

/** The package means to leave files to bash, and does not register it so. */
const leavingFiles = (script: string): string => script.replace('\ncomplete -F', '\ncomplete -o default -F')

/** Prints the script of a shell. Throws USAGE for another. */
export const printScript = async (words: readonly string[], { json }: CommonOptions): Promise<void> => {
  const shell = shells.find(each => each === words[0])
  if (!shell || words.length > 1)
    throw turnstreamError('USAGE', `complete takes the name of a shell: ${shells.join(', ')}`)
  const script = `${leavingFiles(printedBy(() => createCompletion().setup(name, name, shell))).trimEnd()}\n`
  await printResult<{ shell: Shell; script: string }>(json, { shell, script }, () => script.trimEnd())
}
