import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'
import { type ConsoleFile, readConsoleFiles } from '../console/files.ts'
import type { GatewayContext } from './context.ts'

/** Everything from here and nothing inline; texts become elements only through the DOM, never as markup. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const scenesResponse = z.object({ scenes: z.array(z.string()).describe('Those that a turn may name.') })

/** GET /: the console, with its files under /console. GET /v1/scenes: what a turn may name. */
export const consoleRoutes = (app: FastifyInstance, { turnstream, version }: GatewayContext): void => {
  let files: ReadonlyMap<string, ConsoleFile> | null = null
  const send = (name: string, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    // Read when first asked for: a server that nobody looks at does not wait for them at its start.
    files ??= readConsoleFiles(version)
    const file = files.get(name)
    if (!file) throw turnstreamError('NOT_FOUND', 'the console has no such file')
    reply
      .header('etag', file.etag)
      // Kept, but asked for each time: a page and scripts of two releases must not meet.
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
    if (request.headers['if-none-match']?.includes(file.etag)) return reply.code(304).send()
    return reply.header('content-type', file.contentType).send(file.body)
  }

  app.get('/', { config: { whileDraining: true } }, async (request, reply) => send('index.html', request, reply))
  app.get<{ Params: { file: string } }>('/console/:file', { config: { whileDraining: true } }, async (request, reply) =>
    send(request.params.file, request, reply),
  )
  const endpoint = { tag: 'chat', summary: 'Scenes that a turn may name.', answer: scenesResponse } as const
  app.get('/v1/scenes', { config: { endpoint } }, async () => ({
    scenes: turnstream.views.current().configuration.scenes,
  }))
}
