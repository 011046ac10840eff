import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type Socket } from 'node:net'

export interface Proxy {
  readonly url: string
  /** Delays what the server says, ms. */
  delay(ms: number): void
  /** Refuses connections and cuts those that are open; false lets them through again. */
  refuse(on: boolean): Promise<void>
  close(): Promise<void>
}

/** Stands between a client and a server, and can be slow or gone. */
export const openProxy = async (target: string): Promise<Proxy> => {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let delayMs = 0
  const server = createServer(client => {
    const upstream = dial(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream)
    upstream.on('data', chunk => {
      if (delayMs === 0) client.write(chunk)
      else setTimeout(() => client.destroyed || client.write(chunk), delayMs)
    })
  })
  const listen = (at: number): Promise<void> => new Promise(resolve => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const own = (server.address() as AddressInfo).port
  const cut = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return {
    url: `http://127.0.0.1:${own}`,
    delay: ms => {
      delayMs = ms
    },
    refuse: async on => {
      if (on) await cut()
      else await listen(own)
    },
    close: cut,
  }
}
