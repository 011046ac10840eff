import { join } from 'node:path'
import { checkOut } from './checkout.ts'
import { type Compared, compareRows } from './compare.ts'
import { groupsOf, runGroup } from './group.ts'
import type { BenchReport, Commit, Row } from './report.ts'
import { type BenchOptions, ownRoot, reportHead, withRunDirectory, withServices } from './run.ts'
import { sizesOf } from './sizes.ts'

export interface VersusReport extends Omit<BenchReport, 'rows'> {
  readonly against: Commit
  readonly rounds: number
  /** Rows of this checkout, all rounds. */
  readonly rows: readonly Row[]
  readonly otherRows: readonly Row[]
  readonly compared: readonly Compared[]
}

const rounds = 2

/**
 * Measures the rows on another commit and on this checkout in turn, A B A B, so that a machine that becomes slower in the
 * meantime is slower for both. Throws what `checkOut` and `runBench` throw.
 */
export const runVersus = async (options: BenchOptions, commit: string): Promise<VersusReport> =>
  withRunDirectory(options, async dir => {
    const otherRoot = join(dir, 'checkout')
    options.onPhase('checking the other commit out')
    const id = checkOut(ownRoot, commit, otherRoot)
    return withServices(options, dir, async services => {
      const start = performance.now()
      const head = await reportHead(options, services)
      const sizes = sizesOf(options.quick)
      const sides = [
        { name: 'other', root: otherRoot, rows: [] as Row[] },
        { name: 'own', root: ownRoot, rows: [] as Row[] },
      ] as const
      for (const group of groupsOf(options.rows))
        for (let round = 1; round <= rounds; round++)
          for (const { name: side, root, rows } of sides) {
            const { serveArgs, profileDir, keep, onPhase } = options
            const name = `${group.name}-${side}-${round}`
            const on = { root, dir, name, sizes, serveArgs, profileDir, keep, services, onPhase }
            rows.push(...(await runGroup(group, on)))
          }
      const [{ rows: otherRows }, { rows }] = sides
      return {
        ...head,
        seconds: (performance.now() - start) / 1_000,
        against: { id, dirty: false },
        rounds,
        rows,
        otherRows,
        compared: compareRows(options.rows, otherRows, rows),
      }
    })
  })
