import type { ConfidenceMeasured } from '../../schemas/types.ts'

/**
 * Whether turns come in an order. In mixed traffic the nearest entry is as likely an old one as a new one. Where questions of one kind come one
 * after another it is one of the newest, and the first questions of the next kind find neighbours that agree on the answer of the last: what
 * neighbours say there was learned on such orders, and how new they are counts.
 */
export interface Order {
  /** Moving mean of the rank by age of the nearest entry, in [0, 1]: 0.5 where the order says nothing, 0 where the newest is nearest. */
  readonly age: number
  readonly isOrdered: boolean
  /** Turns that found nothing, and so were learned, until when; oldest first. */
  readonly learned: readonly { readonly untilMs: number; readonly count: number }[]
}

export const noOrder: Order = { age: 0.5, isOrdered: false, learned: [] }

/** Lookups after which one counts 1/e as much. */
const memory = 50
/** Below the one turns come in an order, until the mean is above the other again. */
const low = 0.25
const high = 0.35
/** Entries before there are ranks to speak of. */
const fewest = 20
const mostMarks = 128
/** Answers that the time between two is the mean of. */
const lately = 100

/** Every two into one: half as many marks, each over twice the time. */
const coarser = (learned: Order['learned']): Order['learned'] =>
  learned.flatMap((mark, n) =>
    n % 2 === 1
      ? [{ untilMs: mark.untilMs, count: mark.count + learned[n - 1]!.count }]
      : n === learned.length - 1
        ? [mark]
        : [],
  )

/** The share of what was learned that is newer than an entry. */
const ageIn = (learned: Order['learned'], storedAtMs: number): number => {
  let newer = 0
  let all = 0
  for (const { untilMs, count } of learned) {
    all += count
    if (untilMs > storedAtMs) newer += count
  }
  return newer / all
}

export const learnedOf = ({ learned }: Order): number => learned.reduce((sum, { count }) => sum + count, 0)

/** Mean time between two answers that were learned lately, ms; 0 where too few are known. */
export const learnedEveryMs = ({ learned }: Order): number => {
  let count = 0
  for (let n = learned.length - 1; n > 0; n--) {
    count += learned[n]!.count
    if (count >= lately || n === 1) return (learned.at(-1)!.untilMs - learned[n - 1]!.untilMs) / count
  }
  return 0
}

export const orderAfter = (order: Order, { misses, toMs, nearestStoredMs }: ConfidenceMeasured): Order => {
  const known = learnedOf(order)
  const age =
    known < fewest
      ? order.age
      : nearestStoredMs.reduce((mean, at) => mean + (ageIn(order.learned, at) - mean) / memory, order.age)
  const more = misses > 0 ? [...order.learned, { untilMs: toMs, count: misses }] : order.learned
  const learned = more.length > mostMarks ? coarser(more) : more
  return { age, isOrdered: order.isOrdered ? age < high : age < low, learned }
}
