import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'
import { createGateway } from '../../gateway/server.ts'
import { replayInChild } from '../../replays/child.ts'
import { openReplays } from '../../replays/queue.ts'
import { createLogger } from '../../telemetry/logger.ts'
import type { ServeOptions } from '../commands/serve.ts'
import { dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { printResult } from '../output.ts'
import { removeRunFile, writeRunFile } from '../run-file.ts'
import { stopSignal } from '../stop-signal.ts'
import { openSystem } from '../system.ts'
import { version } from '../version.ts'

interface Listening {
  readonly url: string
  readonly dataDir: string
  readonly pid: number
}

const greeting = ({ url, dataDir }: Listening): string =>
  `turnstream listens on ${url}, data in ${dataDir}; try: curl -s ${url}/v1/chat -H 'content-type: application/json' -d '{"message":"How long do I have to return an item?"}'`

/** What an address that cannot be bound tells the user. */
const namingPort = (error: unknown, host: string, port: number): unknown =>
  (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    ? turnstreamError(
        'UNAVAILABLE',
        `port ${port} on ${host} is in use: stop what uses it, or name another with --port`,
        { details: { host, port } },
      )
    : error

/**
 * Serves until SIGTERM or SIGINT, then drains within `server.drainMs`. Throws LOG_IN_USE where another process writes the
 * data directory, and UNAVAILABLE where the port is taken.
 */
export const serve = async (options: ServeOptions): Promise<void> => {
  const configuration = configurationOf(options, options.port === undefined ? [] : [`server.port=${options.port}`])
  const dataDir = dataDirOf(options)
  const logger = createLogger(configuration.logLevel)
  const { host, port, drainMs } = configuration.server
  const token = randomBytes(24).toString('base64url')

  const stopped = stopSignal()
  const turnstream = await openSystem({ configuration, dataDir, logger, only: options.only ?? [] })
  turnstream.keepWarm()
  const start = replayInChild({ dataDir, config: options.config })
  const replays = openReplays(join(dataDir, 'replays'), start, Date.now)
  const gateway = createGateway({ turnstream, logger, version, internalToken: token, replays })
  const address = await gateway.listen({ host, port }).catch(async (error: unknown) => {
    await turnstream.drain(0)
    throw namingPort(error, host, port)
  })
  const url = new URL(address).origin

  const crash = (error: unknown): void => {
    logger.error({ err: error }, 'a defect: the server ends')
    process.exit(1)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  process.on('exit', () => removeRunFile(dataDir, process.pid))
  writeRunFile(dataDir, { pid: process.pid, url, token })
  await printResult(options.json, { url, dataDir, pid: process.pid }, greeting)

  const signal = await stopped
  const deadline = performance.now() + drainMs
  logger.info({ signal, drainMs }, 'draining')
  // Requests under way are answered while the processors still run.
  await replays.close()
  const finished = await gateway.drain(drainMs)
  await turnstream.drain(Math.max(0, deadline - performance.now()))
  // A request that is still open has no answer to wait for; its connection ends with the process.
  if (finished) await gateway.close()
  logger.info({}, 'drained')
}
