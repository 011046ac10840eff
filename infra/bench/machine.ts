import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Commit } from './report.ts'

export interface Machine {
  readonly cores: number
  readonly model: string
  readonly memoryGb: number
  readonly kernel: string
  readonly node: string
  /** Over the last minute before the bench: above 0 somebody else was at work. */
  readonly load: number
}

export const thisMachine = (): Machine => ({
  cores: cpus().length,
  model: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGb: Math.round(totalmem() / 1e9),
  kernel: release(),
  node: process.version,
  load: loadavg()[0]!,
})

/** What git says of a checkout, without taking its locks; `unknown` where git or the repository is missing. */
export const commitOf = (root: string): Commit => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', root, '--no-optional-locks', ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  try {
    return { id: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain') !== '' }
  } catch {
    return { id: 'unknown', dirty: false }
  }
}
