import { setImmediate as nextTurn } from 'node:timers/promises'

export interface Pace {
  /** Resolves at once while this turn of the event loop is young, else in the next one. */
  mayGoOn(): Promise<void> | undefined
}

/** Longest stretch of deciding during which no request is taken and no answer sent. */
const longestMs = 3

/**
 * Deciders hand their events to each other within one turn of the event loop, which is what makes a turn fast. But many
 * turns at once would keep everybody else waiting for all of their deciders: one pace for all of them breaks that up.
 */
export const createPace = (now: () => number): Pace => {
  let since: number | null = null
  return {
    mayGoOn: () => {
      if (since === null) {
        since = now()
        setImmediate(() => {
          since = null
        })
        return undefined
      }
      return now() - since < longestMs ? undefined : nextTurn()
    },
  }
}
