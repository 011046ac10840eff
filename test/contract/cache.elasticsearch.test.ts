import type { Routing } from '../../infra/elasticsearch/routing.ts'
import { describeOn } from '../services/describe-on.ts'
import { clientOf, coldOptions, dropAll, openedCold, uniqueName } from '../services/elasticsearch.kit.ts'
import { shared } from '../services/needs.ts'
import { cacheContract } from './cache.contract.ts'

await describeOn(
  'The semantic cache on Elasticsearch',
  { elasticsearch: shared('elasticsearch') },
  ({ elasticsearch }) => {
    const cases: readonly (readonly [routing: Routing, shards: number])[] = [
      ['none', 1],
      ['scene', 2],
      ['tenant', 3],
    ]
    for (const [routing, shards] of cases)
      cacheContract(
        `the cold cache in ${shards} shards routed by ${routing}`,
        async () => {
          const client = clientOf(elasticsearch.address)
          const alias = uniqueName()
          return {
            // What is promised here is what a lookup finds, not how soon: a busy machine takes more than a second.
            open: (logId = 'log') =>
              openedCold(coldOptions(client, { alias, logId, routing, shards, timeoutMs: 10_000 })),
            dispose: async () => {
              await dropAll(client, alias)
              await client.close()
            },
          }
        },
        5,
      )
  },
)
