import type { FastifyInstance } from 'fastify'
import type { Configuration } from '../../processors/configuration.ts'
import { turnstreamError } from '../../processors/errors.ts'

const ofThisMachine = ['localhost', '127.0.0.1', '[::1]']

/** The host of a Host header, lower case, an IPv6 address in its brackets; null where it is none. */
const hostOf = (header: string): string | null =>
  /^(\[[\da-f:.]+\]|[^:[\]\s]+)(?::\d*)?$/.exec(header.toLowerCase())?.[1] ?? null

const inBrackets = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host)

/**
 * Refuses requests for a host that is not this one, 421. A page on the web may have its own name resolve to 127.0.0.1 (DNS
 * rebinding); the browser then takes the gateway for a part of that site, lets its scripts read every answer, and the only trace of
 * it is the Host header. A request without one, as HTTP/1.0 allows, comes from no browser.
 */
export const onlyKnownHosts = (app: FastifyInstance, { host, hosts }: Configuration['server']): void => {
  const known = new Set([...ofThisMachine, ...[host, ...hosts].map(name => inBrackets(name.toLowerCase()))])
  const right = [...known].join(', ')
  app.addHook('onRequest', async request => {
    const { host: header } = request.headers
    if (header === undefined || known.has(hostOf(header) ?? '')) return
    throw turnstreamError(
      'UNKNOWN_HOST',
      `the Host header names another server: this one is ${right}, and what server.hosts adds`,
    )
  })
}
