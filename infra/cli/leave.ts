import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'

/** In which the compiler ends what it has begun; mostly a few ms. */
const SETTLE_MS = 25

/**
 * Ends the process. V8 compiles on threads of its own, which Node joins at the exit: one that waits for this thread to collect
 * garbage would wait for ever, and the process with it (nodejs/node#54918). So no more is begun, and what was
 * begun is let through while the event loop still runs.
 */
export const leave = async (code: string | number): Promise<never> => {
  setFlagsFromString('--no-maglev')
  await sleep(SETTLE_MS)
  process.exit(code)
}
