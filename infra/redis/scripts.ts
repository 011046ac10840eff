import type { Commands } from './client.ts'

/** A Lua script about one key, so that it runs on whichever node of a cluster has that key. */
export interface Script {
  /** One for each text: it names the command on the client. */
  readonly name: string
  readonly lua: string
}

type Arguments = readonly (string | number | Buffer)[]

/** Runs a script by its hash; where the server does not know it, after a restart say, by its text. */
export const runScript = (redis: Commands, { name, lua }: Script, key: string, args: Arguments): Promise<unknown> => {
  const commands = redis as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>
  if (!commands[name]) redis.defineCommand(name, { numberOfKeys: 1, lua })
  return commands[name]!(key, ...args)
}
