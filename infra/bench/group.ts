import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'
import { type Bed, openBed } from './bed.ts'
import { countCost } from './cost.ts'
import { valueText } from './print.ts'
import { broken, judgeRow, type Observed, type Row } from './report.ts'
import { rows } from './rows/all.ts'
import { record } from './rows/recorded.ts'
import { openServicesBed } from './services/bed.ts'
import { serviceRows } from './services/rows/all.ts'
import type { Services } from './services/start.ts'
import type { Sizes } from './sizes.ts'
import { isServiceRow, type RowId, serviceRowIds } from './targets.ts'

/** Rows that share a system and a data directory, in the order in which they run. */
export interface Group {
  readonly name: string
  readonly rows: readonly RowId[]
}

const groups: readonly Group[] = [
  { name: 'hits', rows: ['exact', 'exact-rate', 'semantic', 'semantic-rate', 'miss', 'identical', 'streams'] },
  { name: 'traffic', rows: ['mixed', 'replay', 'rebuild', 'start', 'memory'] },
  { name: 'services', rows: serviceRowIds },
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
  /** What the rows on real services run on; null where there are no such rows. */
  readonly services: Services | null
  readonly onPhase: (phase: string) => void
}

/** A bed, and its rows by name. */
interface Opened {
  readonly bed: Bed
  run(id: RowId): Promise<Observed>
}

const missing = (id: RowId): never => {
  throw turnstreamError('INTERNAL', `the row ${id} is of another group`)
}

const open = async (group: Group, options: GroupOptions): Promise<Opened> => {
  if (options.services === null || !group.rows.some(isServiceRow)) {
    const bed = await openBed({ ...options, services: undefined })
    return { bed, run: id => (isServiceRow(id) ? missing(id) : rows[id](bed)) }
  }
  const bed = await openServicesBed({ ...options, on: options.services })
  return { bed, run: id => (isServiceRow(id) ? serviceRows[id](bed) : missing(id)) }
}

/** Runs the rows of a group on a system of their own. A row that breaks off is reported and does not stop the others. */
export const runGroup = async (group: Group, options: GroupOptions): Promise<readonly Row[]> => {
  const { name, sizes, profileDir, keep, onPhase } = options
  const say = (phase: string): void => onPhase(`${name}: ${phase}`)
  const profiles = profileDir === null ? null : join(profileDir, name)
  const { bed, run } = await open(group, { ...options, profileDir: profiles, onPhase: say })
  const done: Row[] = []
  try {
    if (group.name === 'traffic' && !group.rows.includes('mixed')) {
      say('recording traffic')
      await record(bed, answered => answered >= sizes.replayTurns)
    }
    for (const id of group.rows) {
      say(id)
      const cost = countCost(bed)
      const observed = await run(id).catch(broken)
      const row = judgeRow(id, observed, cost(), sizes.name === 'standard')
      done.push(row)
      // Whoever interrupts a bench of many minutes has seen what it found until then.
      say(row.failure ?? row.goals.map(valueText).join(', '))
    }
  } finally {
    say('stop')
    await bed.close()
    if (!keep) rmSync(bed.dataDir, { recursive: true, force: true })
  }
  return done
}
