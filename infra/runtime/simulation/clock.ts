/** Virtual time: nothing happens between two events, and the next event happens at once. */
export interface VirtualClock {
  nowMs(): number
  /** Runs `task` at `delayMs` from now. Returns what cancels it. */
  after(delayMs: number, task: () => void): () => void
  /** Runs the next event and all that follows from it without time passing. False when there is none. */
  step(): Promise<boolean>
}

interface Due {
  readonly atMs: number
  readonly task: () => void
}

// A turn of the real event loop drains every microtask, so that promises settle before the next virtual event.
const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** `startMs` is what it shows at first. */
export const createClock = (startMs = 0): VirtualClock => {
  let nowMs = startMs
  /** Latest first, so that the next one is popped; of equal times the one scheduled first is nearer to the end. */
  const agenda: Due[] = []
  return {
    nowMs: () => nowMs,
    after: (delayMs, task) => {
      const due = { atMs: nowMs + delayMs, task }
      const index = agenda.findLastIndex(other => other.atMs > due.atMs)
      agenda.splice(index + 1, 0, due)
      return () => {
        const at = agenda.indexOf(due)
        if (at >= 0) agenda.splice(at, 1)
      }
    },
    step: async () => {
      const due = agenda.pop()
      if (!due) return false
      nowMs = due.atMs
      due.task()
      await settled()
      return true
    },
  }
}
