import { randomUUID } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, turnstreamError } from '../../processors/errors.ts'
import type { GatewayContext } from './context.ts'
import { asTurnstreamError, errorBody, openaiErrorBody, publicError } from './errors.ts'

interface Route {
  readonly methods: readonly string[]
  readonly pattern: RegExp
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`)

/** Answers a request with an error, in the shape of its path; logs what is Turnstream's own doing. */
export const fail = (
  { metrics, logger }: GatewayContext,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  const known = asTurnstreamError(error)
  const told = publicError(known)
  metrics.failed(told.code)
  if (told.status >= 500)
    logger.error({ requestId: request.id, code: told.code, err: known.cause ?? known }, 'request failed')
  if (told.retriable && !reply.hasHeader('retry-after')) reply.header('retry-after', 1)
  // A URL that cannot be parsed meets no hook that would set it.
  reply.header('x-request-id', request.id)
  const openai = request.routeOptions.config?.openai ?? request.url.startsWith('/v1/chat/completions')
  return reply
    .code(told.status)
    .type('application/json; charset=utf-8')
    .send(openai ? openaiErrorBody(told, request.id) : errorBody(told, request.id))
}

/** Gives every failure the structured body: thrown errors, unknown paths, known paths with another method. */
export const failures = (app: FastifyInstance, context: GatewayContext): void => {
  const routes: Route[] = []
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ methods: [method].flat(), pattern: patternOf(url) })
  })
  app.setErrorHandler((error, request, reply) => fail(context, error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!
    const allowed = [
      ...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
    ].sort()
    if (allowed.length === 0)
      return fail(context, turnstreamError('NOT_FOUND', 'no such path; GET /openapi.json lists them'), request, reply)
    reply.header('allow', allowed.join(', '))
    return fail(context, turnstreamError('METHOD_NOT_ALLOWED', `this path takes ${allowed.join(', ')}`), request, reply)
  })
}

/** For failures before there is a route: a URL that cannot be parsed. */
export const frameworkFailure =
  (context: GatewayContext) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    fail(context, error, request, reply)
  }

interface Connection {
  readonly writable: boolean
  end(text: string): unknown
  destroy(): unknown
}

const reasonOf = (code: string | undefined): readonly [number, string, ErrorCode, string] => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return [431, 'Request Header Fields Too Large', 'BAD_REQUEST', 'the headers are too large']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return [408, 'Request Timeout', 'BAD_REQUEST', 'the request did not arrive in time']
  if (code === 'HPE_INVALID_EOF_STATE') return [400, 'Bad Request', 'BAD_REQUEST', 'the request ended in the middle']
  return [400, 'Bad Request', 'BAD_REQUEST', 'the request is not HTTP/1.1']
}

/** For what never becomes a request: bytes that are not HTTP, a body cut in the middle. Node has a bare socket then. */
export const brokenConnection =
  ({ metrics }: GatewayContext) =>
  (error: Error & { code?: string }, socket: Connection): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const [status, phrase, code, message] = reasonOf(error.code)
    metrics.failed(code)
    const requestId = randomUUID()
    const body = JSON.stringify(errorBody({ status, code, message, retriable: false }, requestId))
    const head = [
      `HTTP/1.1 ${status} ${phrase}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      'connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
