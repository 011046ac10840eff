import { join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'
import { exec } from './exec.ts'
import { kinds } from './kinds.ts'
import type { ServiceName } from './names.ts'
import type { Service, UpOptions } from './native.ts'
import { findProgram } from './programs.ts'
import { serverVersions } from './versions.ts'

const file = join(import.meta.dirname, '..', '..', 'docker-compose.yml')

/** The port inside the container that docker-compose.yml publishes. */
export const containerPorts: Readonly<Record<ServiceName, number>> = {
  kafka: 9092,
  elasticsearch: 9200,
  redis: 6379,
  registry: 8080,
  ollama: 11434,
  neo4j: 7687,
}

const compose = (...args: string[]): Promise<string> => exec('docker', ['compose', '-f', file, ...args])

/** Whether a Docker daemon answers; a client alone does not count. */
export const dockerAnswers = async (): Promise<boolean> =>
  findProgram('docker') !== null &&
  exec('docker', ['info', '--format', '{{.ServerVersion}}']).then(
    version => version.trim() !== '',
    () => false,
  )

const addressOf = async (name: ServiceName): Promise<string | null> => {
  const published = await compose('port', name, String(containerPorts[name])).catch(() => '')
  const port = Number(/:(\d+)\s*$/.exec(published)?.[1] ?? 0)
  return port === 0 ? null : kinds[name].address(port)
}

/** What is known of a service of docker-compose.yml, as the server says. Pids and memory are Docker's to tell. */
export const statusOf = async (name: ServiceName): Promise<Service> => {
  const address = await addressOf(name)
  const seen = { name, address, pid: null, memoryBytes: 0, startedAt: null }
  if (address === null) return { ...seen, state: 'stopped', version: null, reason: null }
  try {
    return { ...seen, state: 'running', version: await serverVersions[name](address), reason: null }
  } catch (error) {
    return { ...seen, state: 'silent', version: null, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Starts a service of docker-compose.yml and waits until it is healthy. */
export const up = async (name: ServiceName, options: UpOptions = {}): Promise<Service> => {
  if (options.port !== undefined || options.heap !== undefined) {
    throw turnstreamError('USAGE', 'ports and heaps of containers are set in docker-compose.yml')
  }
  await compose('up', '--detach', '--wait', name)
  return statusOf(name)
}

/** Stops a service and removes its container. Its volume stays for the next `up`, unless wiped. */
export const down = async (name: ServiceName, options: { readonly wipe?: boolean } = {}): Promise<Service> => {
  await compose('rm', '--stop', '--force', name)
  if (options.wipe) await exec('docker', ['volume', 'rm', '--force', `turnstream_${name}`])
  return statusOf(name)
}
