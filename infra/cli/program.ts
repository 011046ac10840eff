import { Command, CommanderError } from 'commander'
import { addAsOf } from './commands/as-of.ts'
import { addAudit } from './commands/audit.ts'
import { addBench } from './commands/bench.ts'
import { addComplete } from './commands/complete.ts'
import { addCosts } from './commands/costs.ts'
import { addDlq } from './commands/dlq.ts'
import { addDocuments } from './commands/documents.ts'
import { addErase } from './commands/erase.ts'
import { addEval } from './commands/eval.ts'
import { addExperiment } from './commands/experiment.ts'
import { addExplain } from './commands/explain.ts'
import { addExport } from './commands/export.ts'
import { addInvalidate } from './commands/invalidate.ts'
import { addPolicy } from './commands/policy.ts'
import { addProduce } from './commands/produce.ts'
import { addRebuild } from './commands/rebuild.ts'
import { addReplay } from './commands/replay.ts'
import { addReview } from './commands/review.ts'
import { addRouter } from './commands/router.ts'
import { addServe } from './commands/serve.ts'
import { addTail } from './commands/tail.ts'
import { addTopics } from './commands/topics.ts'
import { addWarm } from './commands/warm.ts'
import { addWhatIf } from './commands/whatif.ts'
import { complaintOf, exitCodeOf, exitCodes } from './exit.ts'
import { leave } from './leave.ts'
import { endQuietlyOnClosedOutput } from './output.ts'
import { version } from './version.ts'

const helpWidth = 110

/** All commands but the one that completes them. */
export const createCommands = (): Command => {
  const program = new Command('turnstream')
    .description('An event-sourced stream processor for customer-service chat: answers from the cache what it can.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ helpWidth })
    // Errors are printed in one place, `main`.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText(
      'after',
      `\nExit codes: ${exitCodes.done} done, ${exitCodes.checkFailed} the check failed, ${exitCodes.usage} usage, ${exitCodes.unavailable} something needed is unavailable.`,
    )
  addServe(program)
  addTopics(program)
  addProduce(program)
  addTail(program)
  addExplain(program)
  addAsOf(program)
  addAudit(program)
  addCosts(program)
  addExport(program)
  addDlq(program)
  addPolicy(program)
  addInvalidate(program)
  addReview(program)
  addDocuments(program)
  addRouter(program)
  addWarm(program)
  addRebuild(program)
  addErase(program)
  addExperiment(program)
  addReplay(program)
  addWhatIf(program)
  addEval(program)
  addBench(program)
  return program
}

/** The command line as data: parsing it runs it, printing its help documents it. Parse errors throw CommanderError. */
export const createProgram = (): Command => {
  const program = createCommands()
  addComplete(program)
  return program
}

const isHelp = (error: unknown): boolean =>
  error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')

/** Runs a command line and ends the process with its exit code. */
export const main = async (args: readonly string[]): Promise<never> => {
  endQuietlyOnClosedOutput()
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    if (!isHelp(error)) process.stderr.write(complaintOf(error, args.includes('--json')))
  }
  return leave(process.exitCode ?? exitCodes.done)
}
