import type { StubCall } from '../../infra/stub/invoice.ts'
import type { Read } from './workers.ts'

/** An answer to what was asked under `id`. */
export interface Answered {
  readonly id: string
  /** Whose answers are in order. */
  readonly conversation: string
}

/**
 * Throws, with the first thing that is wrong, unless each of those asked, in the order in which they were, is answered once and
 * those of each conversation in their order.
 */
export const checkAnswered = (asked: readonly string[], answers: readonly Answered[]): void => {
  const times = Map.groupBy(answers, ({ id }) => id)
  const places = new Map(asked.map((id, place) => [id, place]))
  for (const id of places.keys()) {
    const count = times.get(id)?.length ?? 0
    if (count === 0) throw new Error(`${id} is lost: nothing answers it`)
    if (count > 1) throw new Error(`${id} is answered ${count} times`)
  }
  const strange = [...times.keys()].find(id => !places.has(id))
  if (strange !== undefined) throw new Error(`${strange} is answered, which was never asked`)
  for (const [conversation, those] of Map.groupBy(answers, each => each.conversation))
    for (const [i, { id }] of those.entries())
      if (i > 0 && places.get(those[i - 1]!.id)! > places.get(id)!)
        throw new Error(`${id} of ${conversation} is answered after ${those[i - 1]!.id}`)
}

/** The same for the records 0 to `count` - 1 of workers. An answer's value is the number of its record. */
export const checkAnswers = (read: readonly Read[], count: number): void =>
  checkAnswered(
    Array.from({ length: count }, (_, record) => `record ${record}`),
    read.map(({ key, value }) => ({ id: `record ${value}`, conversation: key })),
  )

/** A call as the log has it. */
export interface Recorded {
  /** Its idempotency key. */
  readonly call: string
  /** How often the provider may have billed it. */
  readonly bills: readonly number[]
  /** Whether it is said that this may have been billed otherwise. */
  readonly ambiguous: boolean
}

/**
 * Throws unless the provider has billed each call as the log says, and no other; one that was billed otherwise must be reported
 * as ambiguous.
 */
export const checkBills = (invoice: readonly StubCall[], recorded: readonly Recorded[]): void => {
  const billed = Map.groupBy(invoice, ({ idempotencyKey }) => idempotencyKey)
  for (const { call, bills, ambiguous } of recorded) {
    const times = billed.get(call)?.length ?? 0
    billed.delete(call)
    if (!bills.includes(times) && !ambiguous)
      throw new Error(`call ${call} is billed ${times} times, which is not reported as ambiguous`)
  }
  for (const call of billed.keys()) throw new Error(`call ${call} is billed, and no answer names it`)
}

/** The same for workers, each of whose answers names its call. */
export const checkInvoice = (invoice: readonly StubCall[], read: readonly Read[]): void =>
  checkBills(
    invoice,
    read.map(({ headers: { call = '', ambiguous } }) => ({ call, bills: [1], ambiguous: ambiguous === 'true' })),
  )
