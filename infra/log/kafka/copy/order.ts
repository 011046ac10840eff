import type { StoredRecord } from '../../../../processors/ports/log.ts'

/**
 * Records of several partitions in the order in which they came about. Kafka orders a partition only, and a copy that is
 * made anew sees one topic after another: so by event time, and within it a cause before what it caused.
 */
export const inOrder = (records: readonly StoredRecord[]): readonly StoredRecord[] => {
  const byId = new Map(records.map(record => [record.headers.ce_id, record]))
  const depths = new Map<StoredRecord, number>()
  const depthOf = (record: StoredRecord): number => {
    const known = depths.get(record)
    if (known !== undefined) return known
    // Set first, so that causes in a circle, which only a foreign producer writes, end.
    depths.set(record, 0)
    const cause = byId.get(record.headers.ce_causationid ?? '')
    const depth = cause === undefined || cause === record ? 0 : depthOf(cause) + 1
    depths.set(record, depth)
    return depth
  }
  return records.toSorted((a, b) => a.timestampMs - b.timestampMs || depthOf(a) - depthOf(b))
}
