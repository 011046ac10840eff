import type { Client } from '@elastic/elasticsearch'
import type { Configuration } from '../../processors/configuration.ts'
import { openClient } from '../elasticsearch/client.ts'
import { openRedis, type RedisStore } from '../redis/client.ts'

/** The servers that processes share, each null where none is configured. */
export interface Services {
  readonly redis: RedisStore | null
  readonly elasticsearch: Client | null
  close(): Promise<void>
}

/**
 * Clients of the servers that REDIS_URL and ELASTICSEARCH_URL name (ELASTICSEARCH_API_KEY is the key of the latter). None of them
 * is waited for. Throws CONFIG_INVALID for an address that is none.
 */
export const openServices = (
  env: Readonly<Record<string, string | undefined>>,
  { redis: { timeoutMs } }: Pick<Configuration, 'redis'>,
): Services => {
  const { REDIS_URL, ELASTICSEARCH_URL, ELASTICSEARCH_API_KEY } = env
  const redis = REDIS_URL ? openRedis(REDIS_URL, { lookupTimeoutMs: timeoutMs }) : null
  const elasticsearch = ELASTICSEARCH_URL
    ? openClient({ url: ELASTICSEARCH_URL, ...(ELASTICSEARCH_API_KEY ? { apiKey: ELASTICSEARCH_API_KEY } : {}) })
    : null
  return {
    redis,
    elasticsearch,
    close: async () => {
      redis?.close()
      await elasticsearch?.close()
    },
  }
}
