import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'
import { alone } from './alone.ts'
import type { ServiceName } from './names.ts'
import { isFree } from './ports.ts'
import { isAlive, lastWords, memoryOf, sizeOf, terminate } from './processes.ts'
import { logOf } from './running.ts'
import { startService } from './start-service.ts'
import { folderOf, readState, removeState, type ServiceState, writeState } from './state.ts'
import { serverVersions } from './versions.ts'

export interface Service {
  readonly name: ServiceName
  readonly state: 'running' | 'stopped' | 'died' | 'silent'
  readonly address: string | null
  readonly version: string | null
  readonly pid: number | null
  readonly memoryBytes: number
  readonly startedAt: string | null
  /** Why it is not running, or does not answer. */
  readonly reason: string | null
}

export interface UpOptions {
  readonly port?: number
  readonly heap?: string
}

const dataOf = (name: ServiceName): string => join(folderOf(name), 'data')

const stopped = (name: ServiceName): Service => ({
  name,
  state: 'stopped',
  address: null,
  version: null,
  pid: null,
  memoryBytes: 0,
  startedAt: null,
  reason: null,
})

const lastLogBytes = 16_384

const look = async (state: ServiceState): Promise<Service> => {
  const { name, process, address, startedAt } = state
  const seen = { name, address, startedAt, pid: process.pid, memoryBytes: memoryOf(process) }
  if (!isAlive(process)) {
    const log = logOf(dataOf(name))
    const reason = lastWords(log, Math.max(0, sizeOf(log) - lastLogBytes))
    return {
      ...seen,
      state: 'died',
      version: null,
      pid: null,
      reason: `it ended by itself; its log ${log} says:\n${reason}`,
    }
  }
  try {
    return { ...seen, state: 'running', version: await serverVersions[name](address), reason: null }
  } catch (error) {
    return { ...seen, state: 'silent', version: null, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** What is known of a service that `up` started: as the server says, not as was written down. */
export const statusOf = async (name: ServiceName): Promise<Service> => {
  const state = await readState(name)
  return state === null ? stopped(name) : look(state)
}

/** Starts a service that outlives this process, on the data it had before, or leaves it as it is where it runs. */
export const up = (name: ServiceName, options: UpOptions = {}): Promise<Service> =>
  alone(folderOf(name), async () => {
    const before = await readState(name)
    if (before !== null && isAlive(before.process)) {
      if (options.port === undefined || options.port === before.port) return look(before)
      throw turnstreamError('USAGE', `${name} already runs on port ${before.port}: take it down first`)
    }
    await mkdir(folderOf(name), { recursive: true })
    // The port it had is what shells and configurations still name.
    const had = before !== null && (await isFree(before.port)) ? before.port : undefined
    const service = await startService(name, {
      port: options.port ?? had,
      heap: options.heap,
      dataDir: dataOf(name),
      bound: false,
    })
    const { process, address, port } = service
    const state = { name, process, address, port, startedAt: new Date().toISOString() }
    await writeState(state)
    return look(state)
  })

/** Stops a service cleanly. Its data stay for the next `up`, unless wiped. */
export const down = (name: ServiceName, options: { readonly wipe?: boolean } = {}): Promise<Service> =>
  alone(folderOf(name), async () => {
    const state = await readState(name)
    if (state !== null) await terminate(state.process)
    await removeState(name)
    if (options.wipe) await rm(folderOf(name), { recursive: true, force: true })
    return stopped(name)
  })
