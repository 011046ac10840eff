import { redisCommand } from './resp.ts'

/** The version that the server at a `redis://` URL, or the first of several divided by commas, says it has. */
export const redisVersion = async (url: string): Promise<string> => {
  const information = await redisCommand(new URL(url.split(',')[0]!).host, 'INFO', 'server')
  const version = /^redis_version:(\S+)/m.exec(information)?.[1]
  if (version === undefined) throw new Error(`${url} answers, but is not Redis`)
  return version
}
