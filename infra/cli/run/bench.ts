import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { formatBench, formatVersus } from '../../bench/print.ts'
import type { BenchReport } from '../../bench/report.ts'
import { type BenchOptions, runBench } from '../../bench/run.ts'
import { longRows, rowIds, serviceRowIds } from '../../bench/targets.ts'
import { runVersus } from '../../bench/versus.ts'
import type { BenchCommandOptions } from '../commands/bench.ts'
import { configurationOf } from '../configuration.ts'
import { exitCodes } from '../exit.ts'
import { note, printResult } from '../output.ts'

const serveArgsOf = ({ config, set = [] }: BenchCommandOptions): readonly string[] => [
  ...(config ? ['--config', resolve(config)] : []),
  ...set.flatMap(assignment => ['--set', assignment]),
]

/** Stops the servers with the bench: their data directories would be left behind with a process on them. */
const endOnSignal = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(exitCodes.unavailable))
}

const save = (file: string, report: BenchReport): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
  note(`report in ${file}`)
}

/** Runs the bench. Exit code 1 with `--check` where a target is missed. Throws CONFIG_INVALID before anything starts. */
export const bench = async (options: BenchCommandOptions): Promise<void> => {
  configurationOf(options)
  const dir = resolve(options.dataDir || '.turnstream-bench')
  const start = performance.now()
  const run: BenchOptions = {
    rows:
      options.rows ?? (options.services ? serviceRowIds : rowIds.filter(id => options.full || !longRows.includes(id))),
    quick: options.quick ?? false,
    dir,
    keep: options.keep ?? false,
    serveArgs: serveArgsOf(options),
    profileDir: options.profile === undefined ? null : resolve(options.profile),
    onPhase: phase => note(`${((performance.now() - start) / 1_000).toFixed(0).padStart(4)} s  ${phase}`),
  }
  endOnSignal()
  const file = (report: BenchReport): string =>
    resolve(options.out ?? join(dir, `bench-${report.date.replaceAll(':', '-')}.json`))
  if (options.vs !== undefined) {
    const report = await runVersus(run, options.vs)
    save(file(report), report)
    return printResult(options.json, report, formatVersus)
  }
  const report = await runBench(run)
  save(file(report), report)
  if (options.check && report.rows.some(({ reached }) => reached === false)) process.exitCode = exitCodes.checkFailed
  await printResult(options.json, report, formatBench)
}
