import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../processors/errors.ts'
import { claimPort } from './ports.ts'
import { isAlive, type Launch, lastWords, type ProcessId, sizeOf, start, terminate } from './processes.ts'
import type { ServiceKind } from './service.ts'

export type Ports = Readonly<Record<string, number>>

const pollMs = 50
const readyWithinMs = 120_000

/** A port for each that the server needs; the first is the one asked for, where one is. */
export const claimPorts = async (kind: ServiceKind, asked: number | undefined): Promise<Ports> => {
  const claimed: Record<string, number> = {}
  for (const [index, name] of kind.ports.entries()) {
    claimed[name] = await claimPort(index === 0 ? asked : undefined, kind.name)
  }
  return claimed
}

/** Starts a process and waits until `answers` holds. UNAVAILABLE, with what its log says, when it dies before or takes too long. */
export const startUntil = async <T>(
  what: string,
  launch: Launch,
  options: { readonly log: string; readonly bound: boolean; readonly answers: () => Promise<T> },
): Promise<{ readonly id: ProcessId; readonly answer: T }> => {
  const { log, bound, answers } = options
  const before = sizeOf(log)
  const id = await start(launch, log, bound)
  const deadline = performance.now() + readyWithinMs
  for (;;) {
    const outcome = await answers().then(
      answer => ({ answer }),
      (error: unknown) => ({ error }),
    )
    // Asked in this order: a server of somebody else may answer on the port of one that died.
    if (!isAlive(id)) {
      throw turnstreamError(
        'UNAVAILABLE',
        `${what} ended while it started. Its log ${log} says:\n${lastWords(log, before)}`,
      )
    }
    if ('answer' in outcome) return { id, answer: outcome.answer }
    if (performance.now() > deadline) {
      await terminate(id)
      const said = outcome.error instanceof Error ? outcome.error.message : String(outcome.error)
      throw turnstreamError(
        'UNAVAILABLE',
        `${what} did not answer within ${readyWithinMs} ms (${said}). Its log ${log} says:\n${lastWords(log, before)}`,
      )
    }
    await sleep(pollMs)
  }
}

/** Where the output of the server with this data directory goes. */
export const logOf = (dataDir: string): string => join(dataDir, 'server.log')
