import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openBed } from './bed.ts'
import { countCost } from './cost.ts'
import { broken, judgeRow, type Row } from './report.ts'
import { rows } from './rows/all.ts'
import { record } from './rows/recorded.ts'
import type { Sizes } from './sizes.ts'
import type { RowId } from './targets.ts'

/** Rows that share a system and a data directory, in the order in which they run. */
export interface Group {
  readonly name: string
  readonly rows: readonly RowId[]
}

const groups: readonly Group[] = [
  { name: 'hits', rows: ['exact', 'exact-rate', 'semantic', 'semantic-rate', 'miss', 'identical'] },
  { name: 'traffic', rows: ['mixed', 'replay', 'rebuild', 'start', 'memory'] },
]

/** The groups that have some of these rows, with those alone. */
export const groupsOf = (wanted: readonly RowId[]): readonly Group[] =>
  groups
    .map(({ name, rows: ids }) => ({ name, rows: ids.filter(id => wanted.includes(id)) }))
    .filter(({ rows: ids }) => ids.length > 0)

export interface GroupOptions {
  readonly root: string
  readonly dir: string
  /** Of the data directory. */
  readonly name: string
  readonly sizes: Sizes
  readonly serveArgs: readonly string[]
  readonly profileDir: string | null
  /** Leaves the data directory behind. */
  readonly keep: boolean
  readonly onPhase: (phase: string) => void
}

/** Runs the rows of a group on a system of their own. A row that breaks off is reported and does not stop the others. */
export const runGroup = async (group: Group, options: GroupOptions): Promise<readonly Row[]> => {
  const { name, sizes, profileDir, keep, onPhase } = options
  const say = (phase: string): void => onPhase(`${name}: ${phase}`)
  const profiles = profileDir === null ? null : join(profileDir, name)
  const bed = await openBed({ ...options, profileDir: profiles, onPhase: say })
  const done: Row[] = []
  try {
    if (group.name === 'traffic' && !group.rows.includes('mixed')) {
      say('recording traffic')
      await record(bed, answered => answered >= sizes.replayTurns)
    }
    for (const id of group.rows) {
      say(id)
      const cost = countCost(bed)
      const observed = await rows[id](bed).catch(broken)
      done.push(judgeRow(id, observed, cost(), sizes.name === 'standard'))
    }
  } finally {
    say('stop')
    await bed.close()
    if (!keep) rmSync(bed.dataDir, { recursive: true, force: true })
  }
  return done
}
