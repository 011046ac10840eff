import { setTimeout as delay } from 'node:timers/promises'
import { ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel'
import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { turnstreamError } from '../../processors/errors.ts'
import { within } from '../runtime/within.ts'
import { type RedisAddress, redisAddress } from './address.ts'
import { createHealth } from './health.ts'

/** One server or a cluster: the commands are the same. */
export type Commands = Redis | Cluster

export interface RedisStoreOptions {
  /** What a request waits for Redis at most, ms. */
  readonly lookupTimeoutMs?: number
  /** What work behind requests waits for one answer at most, ms. */
  readonly workTimeoutMs?: number
  /** Certificate authority and the like, for rediss://. */
  readonly tls?: RedisOptions['tls']
}

/** Redis as the rest of Turnstream uses it: one connection for what requests wait for, one for work behind them. */
export interface RedisStore {
  /** Hosts and ports. */
  readonly name: string
  readonly cluster: boolean
  /**
   * For what a request waits for: undefined where there is no answer within `lookupTimeoutMs`, and at once where the last
   * few had none (it is tried again every second). Never rejects.
   */
  ask<T>(work: (redis: Commands) => Promise<T>): Promise<T | undefined>
  /** For work behind requests. Rejects with UNAVAILABLE where there is no answer within `timeoutMs` (`workTimeoutMs`), or an error. */
  run<T>(work: (redis: Commands) => Promise<T>, timeoutMs?: number): Promise<T>
  /** A further connection for subscriptions, which it renews by itself. To be closed by whoever asked for it. */
  subscriber(): Commands
  /** Null while Redis answers, else why not. Knows nothing of a Redis that nobody has asked anything yet. */
  trouble(): string | null
  /** Connects, and resolves when Redis answers. Rejects with UNAVAILABLE where it does not within `ms`. */
  ready(ms: number): Promise<void>
  close(): void
}

/** Those that have keys. A cluster knows none before it is connected, and connects when it is asked. */
export const nodesOf = (redis: Commands): readonly Pick<Redis, 'ping' | 'scan' | 'getBuffer' | 'unlink'>[] => {
  if (redis instanceof Redis) return [redis]
  const masters = redis.nodes('master')
  return masters.length > 0 ? masters : [redis]
}

/** Failures after each other that open the circuit. */
const breaksAfter = 5
const triedAgainAfterMs = 1_000
const slowestReconnectMs = 1_000

const reconnectMs = (times: number): number => Math.min(50 * times, slowestReconnectMs)

/** What all connections have in common: they never give up, and hold nothing back for later but what `queue` says. */
const optionsOf = ({ login }: RedisAddress, tls: RedisOptions['tls']) => ({
  ...login,
  ...(login.tls ? { tls: { ...login.tls, ...tls } } : {}),
  connectionName: 'turnstream',
  disableClientInfo: true,
  connectTimeout: 2_000,
  // A server that has vanished without a word is one that says nothing for this long while it is waited for.
  socketTimeout: 5_000,
  // A command whose connection broke may have been done: it is never sent twice behind the caller's back.
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
})

const connect = (
  address: RedisAddress,
  tls: RedisOptions['tls'],
  use: 'lookups' | 'work' | 'subscriptions',
): Commands => {
  const options = optionsOf(address, tls)
  const subscribes = use === 'subscriptions'
  if (!address.cluster)
    return new Redis({
      ...options,
      ...address.nodes[0],
      lazyConnect: true,
      enableOfflineQueue: subscribes,
      retryStrategy: reconnectMs,
      ...(subscribes ? { maxRetriesPerRequest: null } : {}),
    })
  return new Cluster([...address.nodes], {
    redisOptions: options,
    lazyConnect: true,
    enableOfflineQueue: subscribes,
    clusterRetryStrategy: reconnectMs,
    clusterNodeRetryStrategy: reconnectMs,
    slotsRefreshInterval: 1_000,
    // A lookup on a node that is gone fails at once, and is not worth a second try.
    ...(use === 'lookups' ? { retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 } : {}),
    shardedSubscribers: subscribes,
  })
}

/**
 * Opens Redis at `url` (see redisAddress). Connects when it is first asked, reconnects for ever, and neither errors nor
 * troubles of it tell who logs in. Throws CONFIG_INVALID for an address that is none.
 */
export const openRedis = (url: string, options: RedisStoreOptions = {}): RedisStore => {
  const { lookupTimeoutMs = 100, workTimeoutMs = 2_000, tls } = options
  const address = redisAddress(url)
  const health = createHealth(address)
  const watched = (commands: Commands): Commands => {
    for (const event of ['error', 'node error']) commands.on(event, health.connectionFailed)
    commands.on('ready', health.connected)
    // At once: a lookup would not wait for the connection to its node.
    commands.on('+node', (node: Redis) => void node.connect().catch(() => undefined))
    return commands
  }
  const lookups = watched(connect(address, tls, 'lookups'))
  const work = watched(connect(address, tls, 'work'))
  const circuit = circuitBreaker(handleAll, {
    halfOpenAfter: triedAgainAfterMs,
    breaker: new ConsecutiveBreaker(breaksAfter),
  })

  const ask: RedisStore['ask'] = async work => {
    try {
      const answer = await circuit.execute(() => within(work(lookups), lookupTimeoutMs))
      health.answered('lookups')
      return answer
    } catch (error) {
      health.failed('lookups', error)
      return undefined
    }
  }
  const run: RedisStore['run'] = async (task, timeoutMs = workTimeoutMs) => {
    try {
      const answer = await within(task(work), timeoutMs)
      health.answered('work')
      return answer
    } catch (error) {
      health.failed('work', error)
      // Without its cause: an error of the client holds the arguments of the command, and those of AUTH are the password.
      throw turnstreamError('UNAVAILABLE', health.describe(error))
    }
  }
  const pingAll = async (redis: Commands): Promise<void> => {
    await Promise.all(nodesOf(redis).map(node => node.ping()))
  }
  const ping = async (): Promise<void> => {
    await Promise.all([ask(pingAll), run(pingAll).catch(() => undefined)])
  }
  // What nobody asks any more would stay in trouble for ever.
  const healing = setInterval(() => void (health.trouble() !== null && ping()), triedAgainAfterMs)
  healing.unref()

  return {
    name: address.name,
    cluster: address.cluster,
    ask,
    run,
    subscriber: () => watched(connect(address, tls, 'subscriptions')),
    trouble: health.trouble,
    ready: async ms => {
      const deadline = performance.now() + ms
      for (; ; await delay(10)) {
        await ping()
        // A cluster is asked by node, and takes no command for a key before it knows them all.
        if (health.trouble() === null && lookups.status === 'ready' && work.status === 'ready') return
        if (performance.now() > deadline)
          throw turnstreamError('UNAVAILABLE', health.trouble() ?? `Redis at ${address.name} is not ready`)
      }
    },
    close: () => {
      clearInterval(healing)
      lookups.disconnect()
      work.disconnect()
    },
  }
}
