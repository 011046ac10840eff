import { type Command, InvalidArgumentError } from 'commander'
import { topology } from '../../../topics/topology.ts'
import { type CommonOptions, withCommonOptions } from '../common.ts'

export interface ServeOptions extends CommonOptions {
  readonly port?: number
  readonly only?: readonly string[]
}

const parsePort = (text: string): number => {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('It must be a number from 0 to 65535.')
}

/** A name stands for its parts: `invalidate` is `invalidate-policy` and `invalidate-feedback`. */
const selectable = [
  ...new Set(
    topology
      .filter(({ kind }) => kind === 'decider' || kind === 'recorder')
      .flatMap(({ name }) => [name.replace(/-.*/, ''), name]),
  ),
]

const parseOnly = (text: string): readonly string[] => {
  const names = text.split(',').map(name => name.trim())
  const unknown = names.find(name => !selectable.includes(name))
  if (unknown === undefined) return names
  throw new InvalidArgumentError(`There is no processor ${unknown}; there are ${selectable.join(', ')}.`)
}

export const addServe = (program: Command): void => {
  withCommonOptions(program.command('serve'))
    .description('Run gateway, console and all processors in one process')
    .option('--port <number>', 'port of the gateway; 0 takes a free one (default: server.port, 8080)', parsePort)
    .option('--only <names>', `run some processors: ${selectable.join(', ')}`, parseOnly)
    .action(async (options: ServeOptions) => (await import('../run/serve.ts')).serve(options))
}
