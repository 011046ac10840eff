import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands between a client and a server. */
export interface Proxy {
  readonly port: number
  /** Holds every piece back for this long, ms, in both directions together. */
  delay(ms: number): void
  /** Ends the connections there are; new ones are taken. */
  drop(): void
  stop(): Promise<void>
}

/** A TCP proxy to a port of this machine. */
export const startProxy = async (to: number): Promise<Proxy> => {
  const sockets = new Set<Socket>()
  let delayMs = 0
  const pipe = (from: Socket, into: Socket): void => {
    from.on('data', piece => {
      const pass = (): void => void (into.destroyed || into.write(piece))
      // Timers of one length run in order, and so do the pieces as long as the delay is the same.
      if (delayMs === 0) pass()
      else setTimeout(pass, delayMs / 2)
    })
    from.on('error', () => into.destroy())
    from.on('close', () => {
      sockets.delete(from)
      into.destroy()
    })
  }
  const server = createServer(client => {
    const upstream = connect(to, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
    }
    pipe(client, upstream)
    pipe(upstream, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    delay: ms => {
      delayMs = ms
    },
    drop,
    stop: async () => {
      server.close()
      drop()
      await once(server, 'close')
    },
  }
}
