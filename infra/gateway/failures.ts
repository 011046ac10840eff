import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type TurnstreamError, turnstreamError } from '../../processors/errors.ts'
import type { GatewayContext } from './context.ts'
import { asTurnstreamError, errorBody, openaiErrorBody, publicError } from './errors.ts'
import { report } from './report.ts'

/** Paths whose errors have OpenAI's shape where no route has been found to say so. */
const openaiPath = /^\/v1\/(?:chat\/completions|models)(?:[/?]|$)/

interface Route {
  readonly methods: readonly string[]
  readonly pattern: RegExp
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`)

const leftInTheMiddle = (cause: unknown): TurnstreamError =>
  turnstreamError('CLIENT_CLOSED', 'the client closed the connection in the middle of the body', { cause })

/** Answers a request with an error, in the shape of its path; logs what is Turnstream's own doing. */
export const fail = (
  context: GatewayContext,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  // Whatever a body that never came to its end made of the reading, the client has gone.
  const known = request.raw.destroyed && !request.raw.complete ? leftInTheMiddle(error) : asTurnstreamError(error)
  const told = publicError(known)
  report(context, known, { requestId: request.id })
  if (told.retriable && !reply.hasHeader('retry-after')) reply.header('retry-after', 1)
  // A URL that cannot be parsed meets no hook that would set it.
  reply.header('x-request-id', request.id)
  const openai = request.routeOptions.config?.openai ?? openaiPath.test(request.url)
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
