import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ErrorCode } from '../../processors/errors.ts'
import type { GatewayContext } from './context.ts'
import { errorBody } from './errors.ts'

const reasonOf = (code: string | undefined): readonly [number, string, ErrorCode, string] => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return [431, 'Request Header Fields Too Large', 'BAD_REQUEST', 'the headers are too large']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return [408, 'Request Timeout', 'BAD_REQUEST', 'the request did not arrive in time']
  if (code === 'HPE_INVALID_EOF_STATE') return [400, 'Bad Request', 'BAD_REQUEST', 'the request ended in the middle']
  return [400, 'Bad Request', 'BAD_REQUEST', 'the request is not HTTP/1.1']
}

/** Knows which request a connection is about. */
export interface Connections {
  /** For what never becomes a request: bytes that are not HTTP, a body cut in the middle. Node has a bare socket then. */
  broken(error: Error & { code?: string }, socket: Socket): void
  /** Call it before any route is there. */
  watch(app: FastifyInstance): void
}

/** For one gateway: `watch` tells `broken` whether a response is under way on the connection that broke. */
export const createConnections = ({ metrics, logger }: GatewayContext): Connections => {
  const latest = new WeakMap<Socket, FastifyReply>()

  return {
    watch: app => {
      app.addHook('onRequest', (request, reply, next) => {
        latest.set(request.raw.socket, reply)
        next()
      })
    },
    broken: (error, socket) => {
      // Nobody is there to be told; what became of a request that had begun is told where it is read.
      if (error.code === 'ECONNRESET' || !socket.writable) {
        socket.destroy()
        return
      }
      const reply = latest.get(socket)
      const unread = reply !== undefined && !reply.request.raw.complete
      const requestId = unread ? reply.request.id : randomUUID()
      const [status, phrase, code, message] = reasonOf(error.code)
      logger.info({ requestId, code: error.code ?? null, bytesRead: socket.bytesRead }, 'a request broke off')
      metrics.failed(code)
      // A response that has begun, or is still to come, would take this one for its own.
      if (reply && !reply.raw.writableFinished && (reply.raw.headersSent || !unread)) {
        socket.destroy()
        return
      }
      const body = JSON.stringify(errorBody({ status, code, message, retriable: false }, requestId))
      const head = [
        `HTTP/1.1 ${status} ${phrase}`,
        'content-type: application/json; charset=utf-8',
        `content-length: ${Buffer.byteLength(body)}`,
        `x-request-id: ${requestId}`,
        'connection: close',
      ]
      socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
    },
  }
}
