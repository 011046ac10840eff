import { redisCommand } from './resp.ts'

const versionOf = async (url: string): Promise<string> => {
  const information = await redisCommand(url, 'INFO', 'server')
  const version = /^redis_version:(\S+)/m.exec(information)?.[1]
  if (version === undefined) throw new Error(`${new URL(url).host} answers, but is not Redis`)
  return version
}

/** The version that the server at a `redis://` URL says it has; of several divided by commas, each, where they differ. */
export const redisVersion = async (urls: string): Promise<string> => {
  const versions = await Promise.all(urls.split(',').map(versionOf))
  return [...new Set(versions)].join(' and ')
}
