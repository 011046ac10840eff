import type { Client } from '@elastic/elasticsearch'
import type { Write } from './bulk.ts'
import { placeholder } from './placeholder.ts'
import { scan } from './scan.ts'

export const positionIdOf = (partition: number): string => `position/${partition}`

/** Versioned by itself, so that of several writers the one that is furthest wins. */
export const positionWrite = (partition: number, next: bigint, logId: string, dimensions: number): Write => ({
  id: positionIdOf(partition),
  bytes: 200,
  lines: [
    { index: { _id: positionIdOf(partition), version: Number(next), version_type: 'external' } },
    {
      kind: 'position',
      partition,
      next: Number(next),
      logId,
      vector: placeholder(positionIdOf(partition), dimensions),
    },
  ],
})

/** How far the index is folded, by partition. To be called after a refresh. */
export const readPositions = async (client: Client, index: string): Promise<Map<number, bigint>> => {
  const positions = new Map<number, bigint>()
  const rows = scan<{ partition: number; next: number }>(client, {
    index,
    query: { term: { kind: 'position' } },
    fields: ['partition', 'next'],
    sort: '_doc',
  })
  for await (const { source } of rows) positions.set(source.partition, BigInt(source.next))
  return positions
}
