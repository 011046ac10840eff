import { type TurnstreamError, turnstreamError } from '../../processors/errors.ts'
import { type Range, type RangeLog, recordsIn } from './events.ts'
import type { Table } from './table.ts'

interface Asked extends Range {
  readonly table: Table
  readonly tenant: string | null
}

const iso = (ms: number): string => new Date(ms).toISOString()
const edge = (ms: number, otherwise: string): string => (Number.isFinite(ms) && ms > 0 ? iso(ms) : otherwise)

const numbers = new Intl.NumberFormat('en')

const shownTenants = 10

/** What of the topic is on the log at all. */
const extentOf = async (log: RangeLog, topic: string) => {
  let [records, firstMs, lastMs] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const hooks = { onProgress: () => undefined, onTrouble: () => undefined }
  for await (const page of recordsIn(log, topic, { fromMs: 0, toMs: Number.POSITIVE_INFINITY }, hooks)) {
    records += page.length
    for (const { timestampMs } of page) {
      firstMs = Math.min(firstMs, timestampMs)
      lastMs = Math.max(lastMs, timestampMs)
    }
  }
  return { records, firstMs, lastMs }
}

/** Says that a range has no row, and what there is instead. `tenants` are those that have some in the range. */
export const nothingToExport = async (
  log: RangeLog,
  { table, fromMs, toMs, tenant }: Asked,
  tenants: readonly string[],
): Promise<TurnstreamError> => {
  const { records, firstMs, lastMs } = await extentOf(log, table.topic)
  const asked = `no ${table.row}${tenant === null ? '' : ` of tenant ${tenant}`} from ${edge(fromMs, 'earliest')} to ${edge(toMs, 'latest')}`
  const others = tenants.length > shownTenants ? `${numbers.format(tenants.length)} tenants` : tenants.join(', ')
  const there =
    records === 0
      ? 'the log holds none yet'
      : `the log holds ${numbers.format(records)} records of ${table.topic}, from ${iso(firstMs)} to ${iso(lastMs)}${tenants.length === 0 ? '' : `, in that range of ${others}`}`
  return turnstreamError('UNAVAILABLE', `there is nothing to export: ${asked}; ${there}`, { details: { records } })
}
