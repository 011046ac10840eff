import { randomUUID } from 'node:crypto'
import type { Client } from '@elastic/elasticsearch'
import { openClient } from '../../infra/elasticsearch/client.ts'
import { type ColdCacheOptions, openColdCache } from '../../infra/elasticsearch/cold-cache.ts'

/** A name that no other suite and no other run uses. */
export const uniqueName = (): string => `test-${randomUUID().slice(0, 8)}`

/** A client of the server at this address. */
export const clientOf = (address: string): Client => openClient({ url: address })

export const coldOptions = (client: Client, options: Partial<ColdCacheOptions> = {}): ColdCacheOptions => ({
  client,
  alias: uniqueName(),
  logId: 'log',
  dimensions: 384,
  quantisation: 'int8_hnsw',
  m: 16,
  efConstruction: 100,
  shards: 1,
  replicas: 0,
  routing: 'none',
  numCandidates: 100,
  oversample: 2,
  flushBytes: 4 * 2 ** 20,
  flushEntries: 500,
  queueBytes: 32 * 2 ** 20,
  refreshMs: 200,
  timeoutMs: 1_000,
  probeMs: 200,
  onTrouble: error => console.error('trouble', error),
  ...options,
})

export const openedCold = async (options: ColdCacheOptions) => {
  const cache = openColdCache(options)
  await cache.connected(AbortSignal.timeout(20_000))
  return cache
}

/** Drops every index behind a name, and its template. */
export const dropAll = async (client: Client, alias: string): Promise<void> => {
  const indices = Object.keys(await client.indices.get({ index: `${alias}-*`, filter_path: '*.settings.index.uuid' }))
  for (const index of indices) await client.indices.delete({ index })
  await client.indices.deleteIndexTemplate({ name: alias }, { ignore: [404] })
}
