import { randomBytes } from 'node:crypto'
import { createGateway } from '../gateway/server.ts'
import { createLogger } from '../telemetry/logger.ts'
import { type CommonOptions, dataDirOf } from './common.ts'
import { configurationOf } from './configuration.ts'
import { get, post, reachServer, refusal } from './server.ts'
import { openSystem } from './system.ts'
import { version } from './version.ts'

/** The routes of a system, wherever it runs. Both throw what the route reports. */
export interface Asked {
  post(path: string, body: unknown): Promise<unknown>
  get(path: string): Promise<unknown>
}

/**
 * Works with the server that runs on the data directory, else with the system opened here for as long as the work takes, which then
 * is followed to the end: the same routes, without a socket. Throws LOG_IN_USE, UNAVAILABLE, and what the work throws.
 */
export const withSystem = async (options: CommonOptions, work: (asked: Asked) => Promise<void>): Promise<void> => {
  const dataDir = dataDirOf(options)
  const configuration = configurationOf(options)
  const server = await reachServer(dataDir)
  if (server) return work({ post: (path, body) => post(server, path, body), get: path => get(server, path) })

  const logger = createLogger('warn')
  const internalToken = randomBytes(16).toString('hex')
  const turnstream = await openSystem({ configuration, dataDir, logger })
  try {
    const gateway = createGateway({ turnstream, logger, version, internalToken })
    const headers = { 'x-turnstream-token': internalToken }
    const answerOf = ({ statusCode, json }: { statusCode: number; json(): unknown }): unknown => {
      const body = json()
      if (statusCode >= 400) throw refusal(statusCode, body)
      return body
    }
    await work({
      post: async (url, body) =>
        answerOf(await gateway.inject({ method: 'POST', url, headers, payload: body as object })),
      get: async url => answerOf(await gateway.inject({ method: 'GET', url, headers })),
    })
    await turnstream.settled()
  } finally {
    await turnstream.drain(configuration.server.drainMs)
  }
}
