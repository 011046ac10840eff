import type { Client, estypes } from '@elastic/elasticsearch'

export interface Row<Source> {
  readonly id: string
  readonly version: bigint
  readonly seqNo: number
  readonly primaryTerm: number
  readonly routing: string | undefined
  readonly source: Source
}

export interface ScanOptions {
  readonly index: string
  readonly query: estypes.QueryDslQueryContainer
  readonly fields: readonly string[]
  /** A keyword field; rows come in its order. */
  readonly sort: string
  readonly page?: number
}

const keepAlive = '2m'

/** An index as it was at a moment, whatever is written to it meanwhile, until it is closed. */
export interface Snapshot {
  rows<Source>(options: Omit<ScanOptions, 'index'>): AsyncGenerator<Row<Source>>
  close(): Promise<void>
}

export const openSnapshot = async (client: Client, index: string): Promise<Snapshot> => {
  let { id } = await client.openPointInTime({ index, keep_alive: keepAlive })
  return {
    rows: async function* <Source>({ query, fields, sort, page = 1_000 }: Omit<ScanOptions, 'index'>) {
      let after: estypes.SortResults | undefined
      for (;;) {
        const answer = await client.search<Source>({
          pit: { id, keep_alive: keepAlive },
          query,
          size: page,
          sort: [{ [sort]: 'asc' }],
          version: true,
          seq_no_primary_term: true,
          track_total_hits: false,
          _source: [...fields],
          ...(after === undefined ? {} : { search_after: after }),
        })
        id = answer.pit_id ?? id
        for (const hit of answer.hits.hits)
          yield {
            id: hit._id!,
            version: BigInt(hit._version!),
            seqNo: hit._seq_no!,
            primaryTerm: hit._primary_term!,
            routing: hit._routing,
            source: hit._source!,
          }
        after = answer.hits.hits.at(-1)?.sort
        if (answer.hits.hits.length < page) return
      }
    },
    close: async () => {
      await client.closePointInTime({ id })
    },
  }
}

/** Rows of an index as it was when the first was asked for. */
export async function* scan<Source>(client: Client, { index, ...options }: ScanOptions): AsyncGenerator<Row<Source>> {
  const snapshot = await openSnapshot(client, index)
  try {
    yield* snapshot.rows<Source>(options)
  } finally {
    await snapshot.close()
  }
}
