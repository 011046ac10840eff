import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dockerAnswers } from '../../infra/local/docker.ts'
import { isServiceName, type ServiceName } from '../../infra/local/names.ts'
import { startService } from '../../infra/local/start-service.ts'

/** Starts services for the suites of one test run, each once, and lets one suite at a time use them. */
export interface Host {
  readonly url: string
  /** Stops every service that it started. */
  close(): Promise<void>
}

type Start = (name: ServiceName) => Promise<{ readonly address: string; stop(): Promise<void> }>

/** As a container where Docker answers, else without one. */
const startAnywhere: Start = async name => {
  if (!(await dockerAnswers())) return startService(name)
  // Loaded only where it is used: it brings a hundred packages with it.
  const { startContainer } = await import('./containers.ts')
  return startContainer(name)
}

/**
 * A host for this run. It belongs in the process that outlives the suites, for services die with the process that starts them.
 *
 * `POST /kafka` starts Kafka, or waits until it is started, and answers `{address}` or 503 `{message}`. `GET /turn` sends a byte once
 * it is the caller's turn, which lasts as long as the connection: a suite that dies gives its turn back.
 */
export const startHost = async (start: Start = startAnywhere): Promise<Host> => {
  const started = new Map<ServiceName, ReturnType<Start>>()
  const waiting: ServerResponse[] = []
  let inTurn: ServerResponse | null = null

  const next = (): void => {
    inTurn = waiting.shift() ?? null
    inTurn?.write('.')
  }
  const queue = (response: ServerResponse): void => {
    waiting.push(response.on('close', () => leave(response)))
    response.flushHeaders()
    if (inTurn === null) next()
  }
  const leave = (response: ServerResponse): void => {
    if (response === inTurn) next()
    else if (waiting.includes(response)) waiting.splice(waiting.indexOf(response), 1)
  }

  const answer = async (name: ServiceName, response: ServerResponse): Promise<void> => {
    const service = started.get(name) ?? start(name)
    started.set(name, service)
    try {
      const { address } = await service
      response.end(JSON.stringify({ address }))
    } catch (error) {
      response.statusCode = 503
      response.end(JSON.stringify({ message: error instanceof Error ? error.message : String(error) }))
    }
  }

  const server = createServer((request, response) => {
    const name = request.url!.slice(1)
    if (name === 'turn') queue(response)
    else if (isServiceName(name)) void answer(name, response)
    else response.writeHead(404).end()
  })
  // It alone must not keep a process going whose suites are done.
  await once(server.listen(0, '127.0.0.1').unref(), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      const services = await Promise.allSettled(started.values())
      await Promise.all(services.map(outcome => (outcome.status === 'fulfilled' ? outcome.value.stop() : undefined)))
    },
  }
}
