import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { groupsOf, runGroup } from './group.ts'
import { measureGenerator } from './load/generator-cost.ts'
import { commitOf, thisMachine } from './machine.ts'
import type { BenchReport, Row } from './report.ts'
import { type Services, startServices, versionsOf } from './services/start.ts'
import { sizesOf } from './sizes.ts'
import { isServiceRow, type RowId } from './targets.ts'

export interface BenchOptions {
  readonly rows: readonly RowId[]
  readonly quick: boolean
  /** Where data directories are made, on the disk that is measured. */
  readonly dir: string
  /** Leaves the data directories behind. */
  readonly keep: boolean
  /** Options of `serve` beside the shipped configuration. */
  readonly serveArgs: readonly string[]
  readonly profileDir: string | null
  readonly onPhase: (phase: string) => void
}

/** Root of this checkout. */
export const ownRoot = resolve(import.meta.dirname, '..', '..')

const generatorSeconds = { quick: 0.5, standard: 3 } as const

/** A directory for one run, removed afterwards unless it is to be kept. */
export const withRunDirectory = async <T>(
  { dir, keep }: Pick<BenchOptions, 'dir' | 'keep'>,
  work: (runDir: string) => Promise<T>,
): Promise<T> => {
  mkdirSync(dir, { recursive: true })
  const runDir = mkdtempSync(join(dir, 'run-'))
  const remove = (): void => {
    if (!keep) rmSync(runDir, { recursive: true, force: true })
  }
  // A bench that is interrupted leaves no gigabytes behind either.
  process.once('exit', remove)
  try {
    return await work(runDir)
  } finally {
    remove()
    process.off('exit', remove)
  }
}

/** Starts the services that some of the rows need, and stops them afterwards. */
export const withServices = async <T>(
  { rows, onPhase }: Pick<BenchOptions, 'rows' | 'onPhase'>,
  dir: string,
  work: (services: Services | null) => Promise<T>,
): Promise<T> => {
  if (!rows.some(isServiceRow)) return work(null)
  const services = await startServices(join(dir, 'services'), onPhase)
  try {
    return await work(services)
  } finally {
    onPhase('stop of the services')
    await services.stop()
  }
}

/** What a report says before any row has run. */
export const reportHead = async (options: BenchOptions, services: Services | null) => {
  options.onPhase('load generator')
  const { name } = sizesOf(options.quick)
  return {
    date: new Date().toISOString(),
    commit: commitOf(ownRoot),
    machine: thisMachine(),
    sizes: name,
    serveArgs: options.serveArgs,
    services: services && versionsOf(services),
    generatorCpuUs: await measureGenerator(generatorSeconds[name]),
  }
}

/** Measures the rows that are asked for on this checkout. Throws UNAVAILABLE where the server or a service does not start. */
export const runBench = async (options: BenchOptions): Promise<BenchReport> =>
  withRunDirectory(options, dir =>
    withServices(options, dir, async services => {
      const start = performance.now()
      const head = await reportHead(options, services)
      const sizes = sizesOf(options.quick)
      const rows: Row[] = []
      for (const group of groupsOf(options.rows)) {
        const { serveArgs, profileDir, keep, onPhase } = options
        const { name } = group
        const on = { root: ownRoot, dir, name, sizes, serveArgs, profileDir, keep, services, onPhase }
        rows.push(...(await runGroup(group, on)))
      }
      return { ...head, seconds: (performance.now() - start) / 1_000, rows }
    }),
  )
