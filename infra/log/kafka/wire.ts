import { type API, Connection, findCoordinatorV4, metadataV12 } from '@platformatic/kafka'
import { turnstreamError } from '../../../processors/errors.ts'

/** Where a broker listens. */
interface Address {
  readonly host: string
  readonly port: number
}

/** A topic as the cluster has it. */
export interface ClusterTopic {
  readonly id: string
  /** Node that leads each partition. */
  readonly leaders: readonly number[]
}

export type Coordinated = 'group' | 'transaction'

/**
 * Requests to brokers, with @platformatic/kafka's encoding of the protocol and its connections. A broker answers one request
 * of a connection at a time, so what may wait there, such as a fetch for new records, goes over a lane of its own.
 */
export interface Wire {
  readonly clusterId: string
  /** Rejects with the client's error; `reasonOf` tells which. A connection that breaks is opened anew by the next request. */
  ask<A extends unknown[], R>(node: number, lane: string, api: API<A, R>, ...args: A): Promise<R>
  /** The node that coordinates a group or a transactional id; asked once, until `forget`. */
  coordinator(kind: Coordinated, key: string): Promise<number>
  forget(kind: Coordinated, key: string): void
  /** What the cluster knows of the topics now; missing ones are left out. */
  describe(topics: readonly string[]): Promise<ReadonlyMap<string, ClusterTopic>>
  close(): Promise<void>
}

export interface WireOptions {
  /** `host:port`, any of the cluster. */
  readonly brokers: readonly string[]
  readonly clientId: string
  /** A request without an answer for so long breaks its connection. */
  readonly requestTimeoutMs: number
}

const parseAddress = (broker: string): Address => {
  const at = broker.lastIndexOf(':')
  const port = Number(broker.slice(at + 1))
  if (at < 1 || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw turnstreamError('CONFIG_INVALID', `a broker's address is host:port, not ${broker}`)
  return { host: broker.slice(0, at), port }
}

/** Throws the client's error when no broker answers, CONFIG_INVALID for an address that is none. */
export const openWire = async ({ brokers, clientId, requestTimeoutMs }: WireOptions): Promise<Wire> => {
  const bootstrap = brokers.map(parseAddress)
  const nodes = new Map<number, Address>()
  const connections = new Map<string, Promise<Connection>>()
  const coordinators = new Map<string, Promise<number>>()
  let closed = false

  const connect = async ({ host, port }: Address): Promise<Connection> => {
    const connection = new Connection(clientId, {
      connectTimeout: 3_000,
      requestTimeout: requestTimeoutMs,
      maxInflights: 256,
    })
    // Who waits for an answer is told by the rejection of their request.
    connection.on('error', () => undefined)
    await connection.connect(host, port)
    return connection
  }

  const connectionTo = (address: Address, lane: string): Promise<Connection> => {
    if (closed) return Promise.reject(turnstreamError('LOG_CLOSED', 'the log is closed'))
    const name = `${lane}@${address.host}:${address.port}`
    const known = connections.get(name)
    if (known) return known
    const opening = connect(address)
    connections.set(name, opening)
    const forget = (): void => {
      if (connections.get(name) === opening) connections.delete(name)
    }
    opening.then(connection => {
      connection.once('close', forget)
      connection.once('error', forget)
      if (!connection.isConnected()) forget()
    }, forget)
    return opening
  }

  /** Requests of one turn leave together: a write to a socket costs more than making a request. */
  const gather = ({ socket }: Connection): void => {
    if (socket.writableCorked > 0) return
    socket.cork()
    process.nextTick(() => socket.uncork())
  }

  const send = async <A extends unknown[], R>(address: Address, lane: string, api: API<A, R>, args: A): Promise<R> => {
    const connection = await connectionTo(address, lane)
    gather(connection)
    return api.async(connection, ...args)
  }

  /** Asks the brokers that are known one after the other until one answers. */
  const askAny = async <A extends unknown[], R>(api: API<A, R>, ...args: A): Promise<R> => {
    let last: unknown
    for (const address of new Map(
      [...nodes.values(), ...bootstrap].map(each => [`${each.host}:${each.port}`, each]),
    ).values())
      try {
        return await send(address, 'control', api, args)
      } catch (error) {
        const { response } = error as { response?: R }
        // An answer with errors in it is an answer.
        if (response !== undefined) return response
        last = error
      }
    throw last
  }

  const describe = async (topics: readonly string[]) => {
    const { brokers: found, topics: described, clusterId } = await askAny(metadataV12.api, [...topics], false, false)
    for (const { nodeId, host, port } of found) nodes.set(nodeId, { host, port })
    const known = new Map<string, ClusterTopic>()
    for (const { name, topicId, errorCode, partitions } of described) {
      if (!name || errorCode !== 0 || partitions.length === 0) continue
      const leaders = partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex).map(each => each.leaderId)
      known.set(name, { id: topicId, leaders })
    }
    return { clusterId: clusterId ?? '', known }
  }

  const findCoordinator = async (kind: Coordinated, key: string): Promise<number> => {
    const { coordinators: found } = await askAny(findCoordinatorV4.api, kind === 'group' ? 0 : 1, [key])
    const [each] = found
    if (each === undefined || each.errorCode !== 0 || each.nodeId < 0)
      throw turnstreamError('LOG_UNAVAILABLE', `nobody coordinates the ${kind} ${key} yet`)
    nodes.set(each.nodeId, { host: each.host, port: each.port })
    return each.nodeId
  }

  const { clusterId } = await describe([])
  return {
    clusterId,
    ask: async (node, lane, api, ...args) => {
      const address = nodes.get(node)
      if (address === undefined) throw turnstreamError('LOG_UNAVAILABLE', `broker ${node} is not known yet`)
      return send(address, lane, api, args)
    },
    coordinator: (kind, key) => {
      const name = `${kind} ${key}`
      const known = coordinators.get(name)
      if (known) return known
      const finding = findCoordinator(kind, key)
      coordinators.set(name, finding)
      finding.catch(() => coordinators.delete(name))
      return finding
    },
    forget: (kind, key) => void coordinators.delete(`${kind} ${key}`),
    describe: async topics => (await describe(topics)).known,
    close: async () => {
      closed = true
      const open = await Promise.allSettled(connections.values())
      for (const each of open) if (each.status === 'fulfilled') void each.value.close().catch(() => undefined)
    },
  }
}
