import { join } from 'node:path'
import { addressVariables, type BaseService, baseServices } from '../../local/names.ts'
import { startService } from '../../local/start-service.ts'
import { serverVersions } from '../../local/versions.ts'

/** A real service that the system under test works with. */
export interface BenchService {
  readonly address: string
  /** As the server says. */
  readonly version: string
  /** Of the server, where the bench started it. */
  readonly pid: number | null
}

export interface Services {
  readonly each: Readonly<Record<BaseService, BenchService>>
  stop(): Promise<void>
}

/**
 * The services that the environment names, and those it does not, started on this machine with data below `dir`. Throws
 * UNAVAILABLE where one cannot be had.
 */
export const startServices = async (dir: string, onPhase: (phase: string) => void): Promise<Services> => {
  const each: Partial<Record<BaseService, BenchService>> = {}
  const stops: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(stops.map(one => one()))
  }
  const start = async (name: BaseService): Promise<BenchService> => {
    const address = process.env[addressVariables[name]]
    if (address) return { address, version: await serverVersions[name](address), pid: null }
    onPhase(`start of ${name}`)
    const service = await startService(name, { dataDir: join(dir, name) })
    stops.push(service.stop)
    return { address: service.address, version: service.version, pid: service.pid }
  }
  try {
    // One after another: two Java servers that start at once on two cores take longer.
    for (const name of baseServices) each[name] = await start(name)
  } catch (error) {
    await stop()
    throw error
  }
  return { each: each as Services['each'], stop }
}

/** The environment that points `turnstream serve` at them, with names of this bench's own. */
export const addressesOf = ({ each }: Services, prefix: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(baseServices.map(name => [addressVariables[name], each[name].address])),
  TURNSTREAM_KAFKA_PREFIX: `${prefix}.`,
  TURNSTREAM_ELASTICSEARCH_INDEX: prefix,
  // Not behind the prefix: the template of the index would meet it.
  TURNSTREAM_ELASTICSEARCH_ANALYTICS: `analytics-${prefix}`,
  TURNSTREAM_REDIS_PREFIX: `${prefix}:`,
})

export const versionsOf = ({ each }: Services): Readonly<Record<string, string>> =>
  Object.fromEntries(baseServices.map(name => [name, each[name].version]))
