import type { ServiceName } from './names.ts'
import type { Launch } from './processes.ts'

export interface LaunchOptions {
  readonly ports: Readonly<Record<string, number>>
  /** Holds everything that the server writes. */
  readonly dataDir: string
  /** As Java writes it, `512m`. */
  readonly heap: string
  /** An address that Kafka names to those who connect through a proxy. */
  readonly advertise: string | null
  /** Whether Redis is a node of a cluster. */
  readonly cluster: boolean
  /** Further arguments of redis-server, which win over those it is given anyway. */
  readonly args: readonly string[]
  /** What who connects to Redis has to give; null where nothing. */
  readonly password: string | null
}

/** How one kind of server is installed, started and asked. */
export interface ServiceKind {
  readonly name: ServiceName
  /** Its ports; the first is the one that clients connect to. */
  readonly ports: readonly string[]
  readonly heap: string
  /** Downloads what it needs. UNAVAILABLE where that cannot be had. */
  install(): Promise<void>
  /** Writes its configuration, and says how to start it. */
  prepare(options: LaunchOptions): Promise<Launch>
  /** The value of its environment variable; only Redis asks for a password. */
  address(port: number, password?: string | null): string
}
