import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TroubledProxy {
  /** `host:port` to connect to instead of the server. */
  readonly address: string
  readonly port: number
  /** Connections open at present. */
  connections(): number
  /** Where new connections go from now on. */
  to(target: string): void
  /** Bytes from the client to the server arrive this much later from now on, so a round trip takes this much longer. */
  delay(ms: number): void
  /** Resets every open connection; new ones go through. */
  drop(): void
  /** Resets every open connection, and every new one until `mend`. */
  cut(): void
  /** Passes nothing on in either direction until `mend`, and says nothing: neither side can tell. */
  stall(): void
  /** Ends `cut` and `stall`. What was held back arrives. */
  mend(): void
  stop(): Promise<void>
}

interface Faults {
  delayMs: number
  stalled: boolean
}

// A sender faster than the delay lets through is held back here instead of filling the memory.
const mostHeldBytes = 1_048_576

/** Passes bytes on in order, each piece at the time it is due. Returns what makes it look again after the faults have changed. */
const passOn = (from: Socket, to: Socket, faults: Faults, delayed: boolean): (() => void) => {
  const held: { readonly piece: Buffer | null; readonly dueMs: number }[] = []
  let heldBytes = 0
  let timer: NodeJS.Timeout | undefined
  const pass = (): void => {
    clearTimeout(timer)
    while (held.length > 0 && !faults.stalled && !to.destroyed) {
      const { piece, dueMs } = held[0]!
      const waitMs = dueMs - performance.now()
      if (waitMs > 0) {
        timer = setTimeout(pass, Math.ceil(waitMs))
        return
      }
      held.shift()
      if (piece === null) to.end()
      else {
        heldBytes -= piece.length
        to.write(piece)
      }
    }
    if (heldBytes < mostHeldBytes && to.writableLength < mostHeldBytes) from.resume()
  }
  const hold = (piece: Buffer | null): void => {
    held.push({ piece, dueMs: performance.now() + (delayed ? faults.delayMs : 0) })
    heldBytes += piece?.length ?? 0
    if (heldBytes >= mostHeldBytes || to.writableLength >= mostHeldBytes) from.pause()
    pass()
  }
  from.on('data', hold)
  from.on('end', () => hold(null))
  to.on('drain', pass)
  from.on('close', () => clearTimeout(timer))
  return pass
}

/** A TCP proxy on this machine that a test can make slow, deaf or broken. */
export const startProxy = async (
  options: { readonly target?: string; readonly port?: number } = {},
): Promise<TroubledProxy> => {
  let target = options.target ?? ''
  let isCut = false
  const faults: Faults = { delayMs: 0, stalled: false }
  const open = new Map<Socket, () => void>()

  const accept = (client: Socket): void => {
    // A peer that is reset is what the proxy is for, not an error of its own.
    client.on('error', () => undefined)
    if (isCut || target === '') {
      client.resetAndDestroy()
      return
    }
    const { hostname, port } = new URL(`tcp://${target}`)
    const server = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    for (const socket of [client, server]) socket.setNoDelay(true)
    const there = passOn(client, server, faults, true)
    const back = passOn(server, client, faults, false)
    open.set(client, () => {
      there()
      back()
    })
    server.on('error', () => client.resetAndDestroy())
    client.on('close', () => {
      open.delete(client)
      server.destroy()
    })
    server.on('close', () => {
      if (!faults.stalled) client.destroySoon()
    })
  }

  const drop = (): void => {
    for (const client of [...open.keys()]) client.resetAndDestroy()
  }
  const listener = createServer({ allowHalfOpen: true }, accept)
  await once(listener.listen(options.port ?? 0, '127.0.0.1'), 'listening')
  const { port } = listener.address() as AddressInfo
  return {
    address: `127.0.0.1:${port}`,
    port,
    connections: () => open.size,
    to: address => {
      target = address
    },
    delay: ms => {
      faults.delayMs = ms
    },
    drop,
    cut: () => {
      isCut = true
      drop()
    },
    stall: () => {
      faults.stalled = true
    },
    mend: () => {
      isCut = false
      faults.stalled = false
      for (const pass of open.values()) pass()
    },
    stop: async () => {
      const closed = once(listener, 'close')
      listener.close()
      drop()
      await closed
    },
  }
}
