import type { Client } from '@elastic/elasticsearch'
import { turnstreamError } from '../../../processors/errors.ts'
import { redisCommand } from '../../local/redis/resp.ts'

/** Searches that the shards behind an alias have run. */
export const searchesOf = async (client: Client, alias: string): Promise<number> => {
  const { _all } = await client.indices.stats({ index: alias, metric: 'search' })
  return _all.primaries?.search?.query_total ?? Number.NaN
}

/** Keys that have been read one by one from the servers at a `redis://` URL: one for each exact lookup. */
export const keysReadOf = async (urls: string): Promise<number> => {
  const texts = await Promise.all(urls.split(',').map(url => redisCommand(url, 'INFO', 'commandstats')))
  const calls = [...texts.join('\n').matchAll(/^cmdstat_get:calls=(\d+)/gm)]
  return calls.reduce((sum, [, count]) => sum + Number(count), 0)
}

/** What a gateway does without, by part; empty while nothing is missing. */
export const degradedOf = async (url: string): Promise<Readonly<Record<string, string>>> => {
  const response = await fetch(`${url}/ready`)
  const { degraded } = (await response.json()) as { readonly degraded?: Readonly<Record<string, string>> }
  return degraded ?? {}
}

/**
 * Runs work on a gateway and compares what a service says it did meanwhile with the answers that must have come of it. Throws
 * UNAVAILABLE where that is less, or the gateway does without a part: then the figures would be of something else.
 */
export const proven = async <T>(
  url: string,
  what: string,
  count: () => Promise<number>,
  work: () => Promise<T>,
  answers: (result: T) => number,
): Promise<{ readonly result: T; readonly proof: number }> => {
  const before = await count()
  const result = await work()
  const proof = (await count()) - before
  const least = answers(result)
  if (least === 0) throw turnstreamError('UNAVAILABLE', `no answer came from ${what}`)
  if (!(proof >= least)) throw turnstreamError('UNAVAILABLE', `${least} answers, but ${proof} lookups in ${what}`)
  const degraded = Object.entries(await degradedOf(url))
  if (degraded.length > 0)
    throw turnstreamError('UNAVAILABLE', `the gateway does without ${degraded.map(pair => pair.join(': ')).join('; ')}`)
  return { result, proof }
}
