import { setTimeout as sleep } from 'node:timers/promises'

/** Keeps the model of a pool loaded at a server that unloads what is not used. */
export interface Warmth {
  /** Has it loaded, now and again until it is closed. */
  begin(): void
  /** Whether it was there when it was last asked for. */
  isWarm(): boolean
  close(): void
}

export interface WarmthOptions {
  /** Resolves once the model is loaded. */
  readonly load: (signal: AbortSignal) => Promise<void>
  /** Ends after so many ms, or when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** A fifth of the time for which a model is asked to stay: one that another has pushed out, or a server that was started again, is soon seen to. */
const everyMs = 120_000
const failedMs = 10_000
/** The largest models take minutes from a slow disk. */
const loadMs = 600_000

const pauseFor = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)

/** Nobody waits for it, and a model that cannot be loaded is asked for again every ten seconds. */
export const createWarmth = ({ load, pause = pauseFor }: WarmthOptions): Warmth => {
  const closing = new AbortController()
  const { signal } = closing
  let isWarm = false

  const keep = async (): Promise<void> => {
    while (!signal.aborted) {
      isWarm = await load(AbortSignal.any([signal, AbortSignal.timeout(loadMs)])).then(
        () => true,
        () => false,
      )
      await pause(isWarm ? everyMs : failedMs, signal)
    }
  }
  return { begin: () => void keep(), isWarm: () => isWarm, close: () => closing.abort() }
}
