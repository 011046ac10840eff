import { hash } from 'node:crypto'
import type { Past } from '../../infra/audit/as-of.ts'
import type { Turnstream } from '../../infra/runtime/turnstream.ts'

/** What a running system held at an instant at which nothing was under way. */
export interface Held {
  readonly atMs: number
  readonly hash: string
  readonly entries: number
  readonly turns: number
}

const hashOf = (state: object): string => hash('sha256', JSON.stringify(state))

/** A hash of the entries that it could serve, of the policies and versions in force, and of the turns that were priced. */
export const heldBy = async (turnstream: Turnstream): Promise<Held> => {
  const { policies, versions } = turnstream.views.current()
  const entries = await turnstream.caches.reader.entries(null, 10_000)
  const cells = await turnstream.costs.cells()
  const turns = cells.reduce((sum, cell) => sum + cell.turns, 0)
  const state = {
    entries: entries.map(({ entryId, answer }) => [entryId, answer]).sort(),
    policies: policies.map(({ version }) => version),
    ...{ versions, turns },
  }
  return { atMs: Date.now(), hash: hashOf(state), entries: entries.length, turns }
}

/** The same of what `as-of` tells. */
export const heldThen = ({ cache, policies, versions, month }: Past): Omit<Held, 'atMs'> => {
  const state = {
    entries: cache.rows.map(({ entry_id, answer }) => [entry_id, answer]).sort(),
    policies: policies.map(({ version }) => version).reverse(),
    ...{ versions, turns: month.turns },
  }
  return { hash: hashOf(state), entries: cache.entries, turns: month.turns }
}
