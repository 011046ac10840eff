import { connect, type Socket } from 'node:net'

/** A bare connection to a server, for what no HTTP client would send. */
export interface Connection {
  readonly socket: Socket
  send(...bytes: readonly (string | Uint8Array)[]): void
  /** All that has come so far. */
  text(): string
  /** Resolves with all that came when the server has closed its side. */
  closed: Promise<string>
}

export const connectTo = async (url: string): Promise<Connection> => {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  const closed = Promise.withResolvers<string>()
  const open = Promise.withResolvers<void>()
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', piece => {
    text += piece
  })
  socket.on('connect', open.resolve)
  socket.on('error', error => {
    open.reject(error)
    closed.resolve(text)
  })
  socket.on('end', () => {
    socket.end()
    closed.resolve(text)
  })
  socket.on('close', () => closed.resolve(text))
  await open.promise
  return {
    socket,
    send: (...bytes) => {
      for (const some of bytes) socket.write(some)
    },
    text: () => text,
    closed: closed.promise,
  }
}

export interface RawRequest {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** A request as bytes, with the headers it needs unless they are given; the server is asked to close after its answer. */
export const requestBytes = ({ method = 'POST', path = '/v1/chat', headers = {}, body = '' }: RawRequest): Buffer => {
  const bytes = Buffer.from(body)
  const all = {
    host: 'localhost',
    connection: 'close',
    ...(method === 'POST' ? { 'content-type': 'application/json', 'content-length': String(bytes.length) } : {}),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), bytes])
}

export interface RawResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The first response in a text. */
export const responseOf = (text: string): RawResponse => {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map(line => {
      const at = line.indexOf(':')
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]
    }),
  )
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? 0), headers, body: rest.join('\r\n\r\n') }
}

/** Sends a request as it is and gives the answer; status 0 where the server closed without one. */
export const exchange = async (url: string, request: RawRequest | Uint8Array): Promise<RawResponse> => {
  const connection = await connectTo(url)
  connection.send(request instanceof Uint8Array ? request : requestBytes(request))
  return responseOf(await connection.closed)
}
