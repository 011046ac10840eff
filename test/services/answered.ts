import type { StubCall } from '../../infra/stub/invoice.ts'
import type { Read } from './workers.ts'

/**
 * Throws, with the first thing that is wrong, unless each of the records 0 to `count` - 1 is answered once and those of each
 * conversation in their order. An answer's value is the number of its record.
 */
export const checkAnswers = (read: readonly Read[], count: number): void => {
  const times = Map.groupBy(read, ({ value }) => Number(value))
  for (let record = 0; record < count; record++) {
    const answers = times.get(record)?.length ?? 0
    if (answers === 0) throw new Error(`record ${record} is lost: nothing answers it`)
    if (answers > 1) throw new Error(`record ${record} is answered ${answers} times`)
  }
  const strange = [...times.keys()].find(record => !(record >= 0 && record < count))
  if (strange !== undefined) throw new Error(`record ${strange} is answered, which was never asked`)
  for (const [key, those] of Map.groupBy(read, each => each.key))
    for (const [i, { value }] of those.entries())
      if (i > 0 && Number(those[i - 1]!.value) > Number(value))
        throw new Error(`record ${value} of ${key} is answered after record ${those[i - 1]!.value}`)
}

/**
 * Throws unless the provider has billed each call that an answer names once, and no other; a call that was billed more often must
 * be reported as ambiguous by its answer.
 */
export const checkInvoice = (invoice: readonly StubCall[], read: readonly Read[]): void => {
  const bills = Map.groupBy(invoice, ({ idempotencyKey }) => idempotencyKey)
  for (const { headers } of read) {
    const { call = '', ambiguous } = headers
    const times = bills.get(call)?.length ?? 0
    bills.delete(call)
    if (times !== 1 && ambiguous !== 'true')
      throw new Error(`call ${call} is billed ${times} times, which is not reported as ambiguous`)
  }
  for (const call of bills.keys()) throw new Error(`call ${call} is billed, and no answer names it`)
}
