import type { Client, estypes } from '@elastic/elasticsearch'
import { itemResult } from './failures.ts'
import { type Row, scan } from './scan.ts'

export interface SweepOptions {
  readonly client: Client
  /** The index that serves. */
  readonly index: string
  /** Event time, ms since 1970. */
  readonly nowMs: number
  /** Marks of entries that are gone are kept for this long. */
  readonly markMs: number
}

export interface Swept {
  readonly marks: number
  /** Found, but changed before they could be deleted: they stay. */
  readonly changed: number
}

const page = 500

/**
 * Deletes marks of entries that have been gone for long enough, as the index was when it began. Which entries go at all is decided
 * on the log, for all caches alike. A document that was written meanwhile is spared: each is deleted only as it was
 * found. Several processes may sweep at once.
 */
export const sweep = async ({ client, index, nowMs, markMs }: SweepOptions): Promise<Swept> => {
  const swept = { marks: 0, changed: 0 }
  const remove = async (rows: readonly Row<unknown>[]): Promise<void> => {
    if (rows.length === 0) return
    const { items } = await client.bulk({
      index,
      operations: rows.map(({ id, routing, seqNo, primaryTerm }) => ({
        delete: { _id: id, routing, if_seq_no: seqNo, if_primary_term: primaryTerm },
      })),
    })
    for (const item of items) swept[itemResult(item).kind === 'done' ? 'marks' : 'changed']++
  }
  await client.indices.refresh({ index })
  // What waits for a reviewer is kept: without its document nothing would say so.
  const old: estypes.QueryDslQueryContainer = {
    bool: {
      filter: [
        { term: { kind: 'entry' } },
        { term: { gone: true } },
        { term: { held: false } },
        { range: { changedAt: { lte: nowMs - markMs } } },
      ],
    },
  }
  let rows: Row<unknown>[] = []
  for await (const row of scan(client, { index, query: old, fields: ['entryId'], sort: 'entryId', page })) {
    rows.push(row)
    if (rows.length < page) continue
    await remove(rows)
    rows = []
  }
  await remove(rows)
  return swept
}
