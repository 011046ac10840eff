import { createGateway } from '../gateway/server.ts'
import { createLogger } from '../telemetry/logger.ts'
import { type CommonOptions, dataDirOf } from './common.ts'
import { configurationOf } from './configuration.ts'
import { note } from './output.ts'
import { post, reachServer, refusal } from './server.ts'
import { openSystem } from './system.ts'
import { version } from './version.ts'

/** The same route as over HTTP, without a socket, so that both refuse and accept the same. */
const postHere = async (path: string, body: unknown, done: string, options: CommonOptions): Promise<unknown> => {
  const configuration = configurationOf(options)
  const logger = createLogger('warn')
  const turnstream = await openSystem({ configuration, dataDir: dataDirOf(options), logger })
  try {
    const gateway = createGateway({ turnstream, logger, version })
    const response = await gateway.inject({ method: 'POST', url: path, payload: body as object })
    if (response.statusCode >= 400) throw refusal(response.statusCode, response.json())
    note(done)
    await turnstream.settled()
    return response.json()
  } finally {
    await turnstream.drain(configuration.server.drainMs)
  }
}

/**
 * Posts to the server that runs on the data directory; where none runs, the system is opened here, says `done`, follows what was
 * asked for to the end, and is closed. Throws what the route reports, UNAVAILABLE, LOG_IN_USE.
 */
export const postToGateway = async <T>(
  path: string,
  body: unknown,
  done: string,
  options: CommonOptions,
): Promise<T> => {
  const server = await reachServer(dataDirOf(options))
  return (server ? await post(server, path, body) : await postHere(path, body, done, options)) as T
}
