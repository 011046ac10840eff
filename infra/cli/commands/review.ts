import type { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '../common.ts'
import { parseCount } from '../numbers.ts'

export interface ReviewListOptions extends CommonOptions {
  readonly scene?: string
  readonly all?: boolean
  readonly limit?: number
}

export interface ReviewDecideOptions extends CommonOptions {
  readonly reason?: string
  readonly by?: string
  readonly answer?: string
  readonly block?: boolean
}

const aboutReview = `
An answer that a customer marks as unhelpful leaves the caches at once and waits here. Verdicts go through the server that runs
on the data directory; where none runs, the system is opened here, follows the verdict to the end, and is closed. "list" and
"show" read the log, beside a running server too.`

const aboutVerdict = `
Answered once it counts in the caches. It closes every review of the same entry. The same verdict given twice is answered as the
first time; where another one was given before, the exit code is 1, and the message says by whom.`

export const addReview = (program: Command): void => {
  const review = program
    .command('review')
    .helpCommand(false)
    .description('Answers marked unhelpful: what waits for a reviewer, and what is to become of it')
    .addHelpText('after', aboutReview)
  withCommonOptions(review.command('list'))
    .description('Show what waits, oldest first')
    .option('--scene <scene>', 'only answers of this scene')
    .option('--all', 'closed ones too, with what was decided')
    .option('--limit <number>', 'at most so many (default: 50)', parseCount)
    .action(async (options: ReviewListOptions) => (await import('../run/review-list.ts')).reviewList(options))
  withCommonOptions(review.command('show'))
    .description('Show an answer under review with all that led to it')
    .argument('<review-id>', 'as "review list" has it')
    .action(async (id: string, options: CommonOptions) =>
      (await import('../run/review-show.ts')).reviewShow(id, options),
    )
  const verdict = (name: string, description: string): Command =>
    withCommonOptions(review.command(name))
      .description(description)
      .argument('<review-id>', 'as "review list" has it')
      .option('--reason <text>', 'for people: why')
      .option('--by <name>', 'who decides (default: command)')
      .addHelpText('after', aboutVerdict)
      .action(async (id: string, options: ReviewDecideOptions) =>
        (await import('../run/review-decide.ts')).reviewDecide(id, name, options),
      )
  verdict('restore', 'Bring an entry back as it was, with its question, answer and askers')
  verdict('edit', 'Bring an entry back with another answer, for everybody').option(
    '--answer <file>',
    'the answer, needed; "-" reads stdin',
  )
  verdict('delete', 'Leave an entry out; the next answer of a model may be learned').option(
    '--block',
    'no answer to its question is ever learned again',
  )
}
