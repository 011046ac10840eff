import { setTimeout as delay } from 'node:timers/promises'
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel'
import { within } from '../runtime/within.ts'

/** Stands between lookups and a server that may be slow or gone. */
export interface Guard {
  /** Rejects at the time limit at the latest, and at once while the circuit is open. */
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Why lookups are not sent, null while they are. */
  broken(): string | null
}

export interface GuardOptions {
  /** A lookup is given up after this time. */
  readonly timeoutMs: number
  /** How often a broken circuit is tried. */
  readonly probeMs: number
  /** A request like those that fail; its success in time closes the circuit. */
  readonly probe: (signal: AbortSignal) => Promise<unknown>
  readonly signal: AbortSignal
}

const failures = 3

/**
 * Opens after three failures in a row. From then on only `probe` is sent, so that no customer waits for a server to come
 * back, and it comes back although nobody asks.
 */
export const createGuard = ({ timeoutMs, probeMs, probe, signal: stopped }: GuardOptions): Guard => {
  const circuit = circuitBreaker(handleAll, {
    halfOpenAfter: Math.min(probeMs, 100),
    breaker: new ConsecutiveBreaker(failures),
  })
  const inTime = <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    circuit.execute(async () => {
      const over = new AbortController()
      try {
        return await within(work(AbortSignal.any([over.signal, stopped])), timeoutMs)
      } catch (error) {
        over.abort()
        throw error
      }
    })
  let reason: string | null = null
  let probing = false
  const probeUntilClosed = async (): Promise<void> => {
    if (probing) return
    probing = true
    while (circuit.state !== CircuitState.Closed && !stopped.aborted) {
      await delay(probeMs, undefined, { signal: stopped, ref: false }).catch(() => undefined)
      await inTime(probe).catch(() => undefined)
    }
    probing = false
  }
  circuit.onBreak(event => {
    const cause = 'error' in event ? event.error : null
    reason = cause instanceof Error ? cause.message : 'no answer'
  })
  circuit.onReset(() => {
    reason = null
  })
  return {
    run: async work => {
      if (circuit.state !== CircuitState.Closed) throw new BrokenCircuitError()
      try {
        return await inTime(work)
      } finally {
        if (circuit.state !== CircuitState.Closed) void probeUntilClosed()
      }
    },
    broken: () => (circuit.state === CircuitState.Closed ? null : (reason ?? 'no answer')),
  }
}
