import { describe, expect, it } from 'vitest'
import { serverVersion } from '../../infra/elasticsearch/client.ts'
import type { Routing } from '../../infra/elasticsearch/routing.ts'
import { coldOptions, dropAll, openedCold, openRealClient, uniqueName, url } from '../services/elasticsearch.kit.ts'
import { cacheContract } from './cache.contract.ts'

describe.skipIf(url === null)('on a real server,', () => {
  it('which says itself that it is Elasticsearch 9', async () => {
    const client = await openRealClient()
    expect(await serverVersion(client)).toMatch(/^9\./)
    await client.close()
  })
  const cases: readonly (readonly [routing: Routing, shards: number])[] = [
    ['none', 1],
    ['scene', 2],
    ['tenant', 3],
  ]
  for (const [routing, shards] of cases)
    cacheContract(`the cold cache in ${shards} shards routed by ${routing}`, async () => {
      const client = await openRealClient()
      const alias = uniqueName()
      return {
        open: (logId = 'log') => openedCold(coldOptions(client, { alias, logId, routing, shards })),
        dispose: async () => {
          await dropAll(client, alias)
          await client.close()
        },
      }
    })
})
