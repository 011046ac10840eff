import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GenericContainer, Wait } from 'testcontainers'
import { parse } from 'yaml'
import { containerPorts } from '../../infra/local/docker.ts'
import { kinds } from '../../infra/local/kinds.ts'
import type { ServiceName } from '../../infra/local/names.ts'
import { freePort } from '../../infra/local/ports.ts'
import { serverVersions } from '../../infra/local/versions.ts'

interface ComposeService {
  readonly image: string
  readonly environment?: Readonly<Record<string, string | number>>
}

const composeFile = join(import.meta.dirname, '..', '..', 'docker-compose.yml')

/** What docker-compose.yml says of a service: suites run on the images that it pins. */
const composed = (name: ServiceName): ComposeService =>
  (parse(readFileSync(composeFile, 'utf8')) as { services: Record<ServiceName, ComposeService> }).services[name]

const answeredWithinMs = 120_000
const pollMs = 200

/** Starts a service as a container that goes with the test run, and waits until it answers. Rejects where it does not. */
export const startContainer = async (
  name: ServiceName,
): Promise<{ readonly address: string; stop(): Promise<void> }> => {
  const { image, environment = {} } = composed(name)
  // Fixed beforehand, for a broker tells its clients under which port it is to be reached.
  const port = await freePort()
  const settings = Object.entries({
    ...environment,
    ...(name === 'kafka' ? { KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}` } : {}),
  }).map(([key, value]) => [key, String(value)])
  const container = await new GenericContainer(image)
    .withEnvironment(Object.fromEntries(settings))
    .withExposedPorts({ container: containerPorts[name], host: port })
    .withUser(name === 'registry' ? '0' : '')
    .withStartupTimeout(answeredWithinMs)
    .withWaitStrategy(Wait.forListeningPorts())
    .start()
  const address = kinds[name].address(port)
  try {
    await expectAnswer(name, address)
  } catch (error) {
    await container.stop()
    throw error
  }
  return {
    address,
    stop: async () => {
      await container.stop()
    },
  }
}

/** A listening port is not yet a server that answers. */
const expectAnswer = async (name: ServiceName, address: string): Promise<void> => {
  const deadline = performance.now() + answeredWithinMs
  for (;;) {
    try {
      await serverVersions[name](address)
      return
    } catch (error) {
      if (performance.now() > deadline) throw error
      await new Promise(resolve => setTimeout(resolve, pollMs))
    }
  }
}
