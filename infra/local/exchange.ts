import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends bytes to `host:port` and reads until `whole` has what it waits for. Rejects when the other closes, or after the time. */
export const exchange = async <T>(
  address: string,
  bytes: Uint8Array,
  whole: (received: Buffer) => T | null,
  withinMs = 3_000,
): Promise<T> => {
  const { hostname, port } = new URL(`tcp://${address}`)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.setTimeout(withinMs, () => socket.destroy(new Error(`${address} did not answer within ${withinMs} ms`)))
  try {
    await once(socket, 'connect')
    socket.write(bytes)
    let received = Buffer.alloc(0)
    for await (const piece of socket) {
      received = Buffer.concat([received, piece as Buffer])
      const result = whole(received)
      if (result !== null) return result
    }
    throw new Error(`${address} closed the connection without an answer`)
  } finally {
    socket.destroy()
  }
}
