import { once } from 'node:events'
import { createServer } from 'node:net'
import { turnstreamError } from '../../processors/errors.ts'

// Below what kernels hand out to outgoing connections, one of which could take the port of a server that is down for a moment.
const lowest = 20_000
const highest = 30_000

const host = '127.0.0.1'

export const isFree = async (port: number): Promise<boolean> => {
  const server = createServer()
  try {
    await once(server.listen(port, host), 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/** A port that nobody listens on. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (await isFree(port)) return port
  }
}

/** The port asked for, or any. UNAVAILABLE where another listens on it. */
export const claimPort = async (asked: number | undefined, who: string): Promise<number> => {
  if (asked === undefined) return freePort()
  if (await isFree(asked)) return asked
  throw turnstreamError('UNAVAILABLE', `${who} cannot have port ${asked}: another process listens on it`)
}
