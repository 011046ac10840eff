import { connect, type Socket } from 'node:net'
import { type Response, readResponses } from './response.ts'

/** What became of a request; null where the connection broke. */
export type Done = (response: Response | null) => void

export interface Connections {
  /** Sends on a free connection; where none is free, once one is. */
  send(request: Buffer, done: Done): void
  /** Requests that are unanswered, those that wait for a connection included. */
  outstanding(): number
  /** Requests since it was opened. */
  sent(): number
  close(): void
}

interface Connection {
  readonly socket: Socket
  done: Done | null
}

/**
 * Kept connections to one origin, one request at a time on each, opened as they are needed and used again last in first
 * out. Sockets and not an HTTP client: the generator shares its cores with the server that it measures.
 */
export const openConnections = (origin: string, most = 512): Connections => {
  const { hostname, port } = new URL(origin)
  const free: Connection[] = []
  const all = new Set<Connection>()
  let waiting: { readonly request: Buffer; readonly done: Done }[] = []
  let next = 0
  let open = 0
  let sent = 0

  const takeWaiting = (): { request: Buffer; done: Done } | null => {
    const first = waiting[next]
    if (!first) return null
    next++
    if (next === waiting.length) {
      waiting = []
      next = 0
    }
    return first
  }
  const finish = (connection: Connection, response: Response | null): void => {
    const { done } = connection
    connection.done = null
    if (done) open--
    done?.(response)
  }
  const goOn = (connection: Connection): void => {
    const first = takeWaiting()
    if (first) use(connection, first.request, first.done)
    else free.push(connection)
  }
  const use = (connection: Connection, request: Buffer, done: Done): void => {
    connection.done = done
    connection.socket.write(request)
  }
  const create = (): Connection => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const connection: Connection = { socket, done: null }
    all.add(connection)
    const read = readResponses(response => {
      finish(connection, response)
      goOn(connection)
    })
    socket.on('data', chunk => {
      try {
        read(chunk)
      } catch {
        socket.destroy()
      }
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      all.delete(connection)
      const at = free.indexOf(connection)
      if (at >= 0) free.splice(at, 1)
      finish(connection, null)
      // What waited for a connection must not wait for this one.
      const first = takeWaiting()
      if (first) use(create(), first.request, first.done)
    })
    return connection
  }

  return {
    send: (request, done) => {
      open++
      sent++
      const connection = free.pop() ?? (all.size < most ? create() : null)
      if (connection) use(connection, request, done)
      else waiting.push({ request, done })
    },
    outstanding: () => open,
    sent: () => sent,
    close: () => {
      waiting = []
      next = 0
      for (const { socket } of all) socket.destroy()
    },
  }
}
