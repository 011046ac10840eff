import type { Command } from 'commander'
import { complaintOf, exitCodeOf, exitCodes } from './exit.ts'

/** Runs a command that is a program of its own; an error becomes its exit code, and a complaint on stderr. */
export const runAlone = async (command: Command): Promise<void> => {
  try {
    await command.parseAsync()
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    if (process.exitCode !== exitCodes.done) process.stderr.write(complaintOf(error, process.argv.includes('--json')))
  }
}
