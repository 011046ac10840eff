/** What must hold at every step of a simulation, in the words in which a failure is reported. */
export const invariants = {
  once: 'outputs are committed once',
  atomic: 'outputs and their progress are one commit',
  covered: 'progress covers only what is committed',
  forward: 'progress never goes back',
  fenced: 'a stale generation never commits',
  ordered: 'a lane commits in offset order',
  alone: 'a lane runs once at a time in a process',
  capacity: 'in flight stays within capacity',
  memory: 'what is held stays within the high-water mark and one read',
  bounded: 'the list of done offsets is bounded',
  independent: 'no lane waits for another',
  flagged: 'what an earlier owner started is flagged as redelivered',
  asleep: 'nothing is started by an owner whose session has lapsed',
  running: 'no partition halts',
  complete: 'everything completes, but for what waits behind a call that hangs',
} as const

export type Invariant = keyof typeof invariants

export interface Violation {
  readonly invariant: Invariant
  readonly detail: string
}

/** Keeps the first violation: what follows from a broken promise is noise. */
export interface Verdict {
  fail(invariant: Invariant, detail: string): void
  first(): Violation | null
}

export const createVerdict = (): Verdict => {
  let violation: Violation | null = null
  return {
    fail: (invariant, detail) => {
      violation ??= { invariant, detail }
    },
    first: () => violation,
  }
}
