import { startRedisServer } from './redis-server.ts'

export interface RedisService {
  /** As `REDIS_URL`: one address, or several of a cluster separated by commas. */
  readonly url: string
  stop(): Promise<void>
}

/** A Redis for a suite: the one of `REDIS_URL`, else one of its own. */
export const redisService = async (): Promise<RedisService> => {
  const url = process.env.REDIS_URL
  if (url) return { url, stop: async () => undefined }
  return startRedisServer()
}
