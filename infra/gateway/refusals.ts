/** Remembers that the log has refused to take a turn. */
export interface Refusals {
  note(): void
  /** It has taken one again. */
  over(): void
  /** What to tell at /ready while it lasts; null when the last refusal is 5 s ago or it is over. */
  recent(): string | null
}

/** So long after the last refusal turns are tried again: nobody sends any to who is not ready. */
const lastingMs = 5_000

/** `now` is monotonic, ms. */
export const createRefusals = (now: () => number): Refusals => {
  let last = Number.NEGATIVE_INFINITY
  return {
    note: () => {
      last = now()
    },
    over: () => {
      last = Number.NEGATIVE_INFINITY
    },
    recent: () =>
      now() - last < lastingMs
        ? 'the log cannot be written, so nothing is acknowledged: is there room on the disk, and may it be written?'
        : null,
  }
}
