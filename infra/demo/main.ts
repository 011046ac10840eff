import { resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { exitCodes } from '../cli/exit.ts'
import { printResult } from '../cli/output.ts'
import { type Progress, startProgress } from '../cli/progress.ts'
import { runAlone } from '../cli/run-alone.ts'
import { version } from '../cli/version.ts'
import { createLogger } from '../telemetry/logger.ts'
import { formatDemo } from './print.ts'
import { runDemo } from './run.ts'

const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`must be a whole number from ${least} on`)
    return value
  }

/** A bar on stderr for each phase, one after another. */
const phases = () => {
  let current: { readonly phase: string; readonly bar: Progress } | null = null
  const stop = (): void => current?.bar.stop()
  return {
    update: (phase: string, done: number, total: number): void => {
      if (current?.phase !== phase) {
        stop()
        current = { phase, bar: startProgress(phase) }
      }
      current.bar.update(done, total)
    },
    stop,
  }
}

interface Flags {
  readonly turns: number
  readonly seed: number
  readonly dataDir: string
  readonly json?: boolean
}

const command = new Command('demo')
  .description('Sends shopper traffic through the running system over a provider stub, and prints what came of it.')
  .option('--turns <n>', 'turns of traffic', wholeNumber(1), 2_400)
  .option('--seed <n>', 'seed of the traffic', wholeNumber(0), 1)
  .addOption(
    new Option('--data-dir <directory>', 'where the log is left; what an earlier demo left there is wiped')
      .env('TURNSTREAM_DATA_DIR')
      .default('.turnstream-demo'),
  )
  .option('--json', 'print one JSON document on stdout')
  .exitOverride()
  .action(async ({ turns, seed, dataDir, json }: Flags) => {
    const bars = phases()
    const report = await runDemo({
      turns,
      seed,
      dataDir: resolve(dataDir),
      logger: createLogger('warn'),
      version,
      onProgress: bars.update,
    }).finally(bars.stop)
    await printResult(json, report, formatDemo)
    if (report.policyChange.olderAnswersServed.length > 0) process.exitCode = exitCodes.checkFailed
  })

await runAlone(command)
