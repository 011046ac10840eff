import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'
import { kinds } from './kinds.ts'
import type { ServiceName } from './names.ts'
import { isAlive, kill, type ProcessId, terminate } from './processes.ts'
import { claimPorts, logOf, startUntil } from './running.ts'
import { serverVersions } from './versions.ts'

export interface StartOptions {
  /** Any free one where left out; UNAVAILABLE where another process listens on it. */
  readonly port?: number
  /** Kept when the service stops. Where left out a temporary one is made, and removed by `stop`. */
  readonly dataDir?: string
  /** As Java writes it, `512m`. */
  readonly heap?: string
  /**
   * Kafka only: the `host:port` of a proxy. Who connects through it is sent back to it, which a broker decides by the listener: the
   * proxy's target is `proxied`, not `address`.
   */
  readonly advertise?: string
  /** Redis only: a node that waits to be made part of a cluster, which `startRedisCluster` does. */
  readonly cluster?: boolean
  /** Redis only: further arguments of redis-server, which win over those it is given anyway. */
  readonly args?: readonly string[]
  /** Redis only: what who connects has to give. `address` has it. */
  readonly password?: string
  /** Whether the server dies with this process, which is so unless false. */
  readonly bound?: boolean
}

export interface RunningService {
  readonly name: ServiceName
  /** The value of the service's environment variable. */
  readonly address: string
  /** Kafka with `advertise` only: the target for that proxy, else null. */
  readonly proxied: string | null
  /** As the server itself says. */
  readonly version: string
  readonly port: number
  readonly ports: Readonly<Record<string, number>>
  readonly dataDir: string
  /** File with the server's own output. */
  readonly log: string
  /** The process at present; another after `restart`. */
  readonly process: ProcessId
  readonly pid: number
  /** Sends a signal; with SIGKILL, SIGTERM and SIGINT, waits for the end. SIGSTOP and SIGCONT return at once. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again on the same ports and data, stopped cleanly before where it still runs. */
  restart(): Promise<void>
  /** Stops it cleanly, within 30 s or by force, and removes a temporary data directory. */
  stop(): Promise<void>
}

/**
 * Starts a real server on this machine and waits until it answers with its version. Downloads it the first time. UNAVAILABLE, with the
 * reason, where it cannot be had, its port is taken, or it ends while it starts.
 */
export const startService = async (name: ServiceName, options: StartOptions = {}): Promise<RunningService> => {
  const kind = kinds[name]
  if (process.platform !== 'linux') {
    throw turnstreamError('UNAVAILABLE', `${name} starts without Docker on Linux only: use 'docker compose up ${name}'`)
  }
  await kind.install()
  const temporary = options.dataDir === undefined
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), `turnstream-${name}-`)))
  await mkdir(dataDir, { recursive: true })
  const log = logOf(dataDir)
  const forget = async (): Promise<void> => {
    if (temporary) await rm(dataDir, { recursive: true, force: true })
  }
  const begin = async () => {
    const ports = await claimPorts(kind, options.port)
    const port = ports[kind.ports[0]!]!
    const address = kind.address(port, options.password)
    const run = async () => {
      const launch = await kind.prepare({
        ports,
        dataDir,
        heap: options.heap ?? kind.heap,
        advertise: options.advertise ?? null,
        cluster: options.cluster === true,
        args: options.args ?? [],
        password: options.password ?? null,
      })
      return startUntil(name, launch, {
        log,
        bound: options.bound !== false,
        answers: () => serverVersions[name](address),
      })
    }
    return { ports, port, address, run, first: await run() }
  }
  const { ports, port, address, run, first } = await begin().catch(async (error: unknown) => {
    await forget()
    throw error
  })
  let id = first.id
  return {
    name,
    address,
    proxied: options.advertise === undefined ? null : kind.address(ports.proxied!),
    version: first.answer,
    port,
    ports,
    dataDir,
    log,
    get process() {
      return id
    },
    get pid() {
      return id.pid
    },
    kill: signal => kill(id, signal),
    restart: async () => {
      if (isAlive(id)) await terminate(id)
      id = (await run()).id
    },
    stop: async () => {
      await terminate(id)
      await forget()
    },
  }
}
