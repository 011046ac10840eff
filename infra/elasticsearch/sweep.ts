import type { Client, estypes } from '@elastic/elasticsearch'
import type { EntryEvicted } from '../../schemas/types.ts'
import { itemResult } from './failures.ts'
import { type Row, scan } from './scan.ts'
import type { Uses } from './uses.ts'

export interface SweepOptions {
  readonly client: Client
  /** The index that serves. */
  readonly index: string
  readonly uses: Pick<Uses, 'read'>
  readonly nowMs: number
  /** Entries go this long after they have expired. */
  readonly expiredMs: number
  /** Entries go that were neither stored nor served for this long. */
  readonly unusedMs: number
  /** Marks of entries that are gone are kept for this long. */
  readonly markMs: number
  /** Told of entries that are gone, for the log: other read models follow it, and a rebuild does not bring them back. */
  readonly announce: (evicted: readonly EntryEvicted[]) => Promise<void>
}

export interface Swept {
  readonly expired: number
  readonly unused: number
  readonly marks: number
  /** Found, but changed before they could be deleted: they stay. */
  readonly changed: number
}

interface Source {
  readonly entryId: string
}

type Victim = Row<Source> & { readonly reason: 'expired' | 'unused' | 'mark' }

const page = 500

const filter = (...filters: estypes.QueryDslQueryContainer[]): estypes.QueryDslQueryContainer => ({
  bool: { filter: [{ term: { kind: 'entry' } }, ...filters] },
})
const before = (field: string, ms: number) => ({ range: { [field]: { lte: ms } } })

/**
 * Deletes what has expired, what nobody uses and marks that are old enough, as the index was when it began. A document that was
 * written meanwhile is spared: each is deleted only as it was found. Several processes may sweep at once.
 */
export const sweep = async (options: SweepOptions): Promise<Swept> => {
  const { client, index, uses, nowMs, expiredMs, unusedMs, markMs, announce } = options
  const swept = { expired: 0, unused: 0, marks: 0, changed: 0 }

  const remove = async (victims: readonly Victim[]): Promise<void> => {
    if (victims.length === 0) return
    const { items } = await client.bulk({
      index,
      operations: victims.map(({ id, routing, seqNo, primaryTerm }) => ({
        delete: { _id: id, routing, if_seq_no: seqNo, if_primary_term: primaryTerm },
      })),
    })
    const evicted: EntryEvicted[] = []
    for (const [n, { reason, source }] of victims.entries()) {
      const result = itemResult(items[n]!)
      if (result.kind !== 'done') swept.changed++
      else if (reason === 'mark') swept.marks++
      else {
        swept[reason]++
        evicted.push({ entryId: source.entryId, reason })
      }
    }
    if (evicted.length > 0) await announce(evicted)
  }
  /** Pages of what the query finds, less those that `spare` names. */
  const each = async (
    query: estypes.QueryDslQueryContainer,
    reason: Victim['reason'],
    spare: (rows: readonly Row<Source>[]) => Promise<ReadonlySet<string>>,
  ): Promise<void> => {
    let rows: Row<Source>[] = []
    const flush = async (): Promise<void> => {
      const spared = await spare(rows)
      await remove(rows.filter(({ source }) => !spared.has(source.entryId)).map(row => ({ ...row, reason })))
      rows = []
    }
    for await (const row of scan<Source>(client, { index, query, fields: ['entryId'], sort: 'entryId', page })) {
      rows.push(row)
      if (rows.length === page) await flush()
    }
    await flush()
  }
  const nobody = async (): Promise<ReadonlySet<string>> => new Set()
  const used = async (rows: readonly Row<Source>[]): Promise<ReadonlySet<string>> => {
    const known = await uses.read(rows.map(({ source }) => source.entryId))
    return new Set([...known.values()].filter(({ lastAtMs }) => lastAtMs > nowMs - unusedMs).map(use => use.entryId))
  }

  await client.indices.refresh({ index })
  // What waits for a reviewer is kept: without its document nothing would say so.
  const live = { bool: { filter: [{ term: { gone: false } }, { term: { held: false } }] } }
  await each(filter(live, before('expiresAt', nowMs - expiredMs)), 'expired', nobody)
  await each(filter(live, before('storedAt', nowMs - unusedMs)), 'unused', used)
  await each(
    filter({ term: { gone: true } }, { term: { held: false } }, before('changedAt', nowMs - markMs)),
    'mark',
    nobody,
  )
  return swept
}
