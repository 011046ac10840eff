import type { ClusterNode, RedisOptions } from 'ioredis'
import { turnstreamError } from '../../processors/errors.ts'

export interface RedisAddress {
  readonly nodes: readonly Required<Pick<Exclude<ClusterNode, string | number>, 'host' | 'port'>>[]
  readonly cluster: boolean
  /** What every connection needs beside host and port: who it is, which database, whether encrypted. */
  readonly login: Pick<RedisOptions, 'username' | 'password' | 'db' | 'tls'>
  /** For people: hosts and ports, never who logs in. */
  readonly name: string
}

const schemes = ['redis:', 'rediss:']

const invalid = (position: number, problem: string): Error =>
  // The text itself may hold a password, so it is not repeated.
  turnstreamError('CONFIG_INVALID', `REDIS_URL: address ${position} ${problem}`, { details: { field: 'REDIS_URL' } })

/**
 * Reads `redis://user:password@host:port/db` or `rediss://…` for an encrypted connection; addresses separated by commas are
 * nodes of a cluster, and a comma after the only one makes that the first node of one. Throws CONFIG_INVALID.
 */
export const redisAddress = (text: string): RedisAddress => {
  const parts = text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
  const urls = parts.map((part, index) => {
    if (!URL.canParse(part)) throw invalid(index + 1, 'is no URL; redis://host:6379 is one')
    const url = new URL(part)
    if (!schemes.includes(url.protocol)) throw invalid(index + 1, 'must begin with redis:// or rediss://')
    return url
  })
  const [first] = urls
  if (!first) throw invalid(1, 'is missing')
  const cluster = text.includes(',')
  const db = Number(first.pathname.slice(1) || '0')
  if (!Number.isInteger(db)) throw invalid(1, 'must end in the number of a database, or in none')
  if (cluster && db !== 0) throw invalid(1, 'names a database, of which a cluster has only 0')
  if (urls.some(({ protocol }) => protocol !== first.protocol)) throw invalid(2, 'must have the scheme of the first')
  const nodes = urls.map(({ hostname, port }) => ({
    host: hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: Number(port || '6379'),
  }))
  return {
    nodes,
    cluster,
    login: {
      ...(first.username ? { username: decodeURIComponent(first.username) } : {}),
      ...(first.password ? { password: decodeURIComponent(first.password) } : {}),
      ...(db ? { db } : {}),
      ...(first.protocol === 'rediss:' ? { tls: {} } : {}),
    },
    name: nodes.map(({ host, port }) => `${host}:${port}`).join(','),
  }
}
