/** `npm run services up|down|status|install`: real services on this machine, by Docker where it answers, else without. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { turnstreamError } from '../../processors/errors.ts'
import { complaintOf, exitCodeOf, exitCodes } from '../cli/exit.ts'
import { note, print, printResult } from '../cli/output.ts'
import * as docker from './docker.ts'
import { kinds } from './kinds.ts'
import { baseServices, isServiceName, type ServiceName, serviceNames } from './names.ts'
import * as native from './native.ts'
import { exportsOf, formatStatus } from './print.ts'

interface Flags {
  readonly json?: boolean
  readonly with?: 'docker' | 'native'
}

interface UpFlags extends Flags {
  readonly port?: Readonly<Record<string, string>>
  readonly heap?: Readonly<Record<string, string>>
}

interface DownFlags extends Flags {
  readonly wipe?: boolean
}

const asServices = (name: string, before: readonly ServiceName[] = []): readonly ServiceName[] => {
  if (!isServiceName(name)) throw new InvalidArgumentError(`must be one of ${serviceNames.join(', ')}`)
  return [...before, name]
}

/** `kafka=9092`, collected by service. */
const asPair = (text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
  const [name = '', value = ''] = text.split('=')
  if (!isServiceName(name) || value === '') throw new InvalidArgumentError('must be service=value, as in kafka=9092')
  return { ...before, [name]: value }
}

const asPort = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw turnstreamError('USAGE', `${text} is not a port`)
  return port
}

const backend = async (flags: Flags): Promise<typeof native | typeof docker> => {
  const chosen = flags.with ?? ((await docker.dockerAnswers()) ? 'docker' : 'native')
  return chosen === 'docker' ? docker : native
}

const named = (names: readonly ServiceName[] | undefined, otherwise: readonly ServiceName[]): readonly ServiceName[] =>
  names && names.length > 0 ? names : otherwise

/** One after another: two Java servers that start at once on two cores take longer than one after the other, and time out first. */
const forEach = async (
  names: readonly ServiceName[],
  work: (name: ServiceName) => Promise<native.Service>,
): Promise<{ services: native.Service[]; errors: unknown[] }> => {
  const services: native.Service[] = []
  const errors: unknown[] = []
  for (const name of names) {
    try {
      services.push(await work(name))
    } catch (error) {
      errors.push(error)
    }
  }
  return { services, errors }
}

const complain = (errors: readonly unknown[], json: boolean | undefined): void => {
  for (const error of errors) {
    process.exitCode = exitCodeOf(error)
    process.stderr.write(complaintOf(error, json === true))
  }
}

const up = async (names: readonly ServiceName[] | undefined, flags: UpFlags): Promise<void> => {
  const chosen = await backend(flags)
  const { services, errors } = await forEach(named(names, baseServices), async name => {
    const service = await chosen.up(name, { port: asPort(flags.port?.[name]), heap: flags.heap?.[name] })
    const process = service.pid === null ? '' : `, process ${service.pid}`
    note(`${name} ${service.version ?? `is ${service.state}`} at ${service.address}${process}`)
    if (service.state !== 'running') {
      throw turnstreamError('UNAVAILABLE', `${name} does not answer: ${service.reason ?? service.state}`)
    }
    return service
  })
  if (flags.json) await printResult(true, services, String)
  else if (services.length > 0) await print(`${exportsOf(services)}\n`)
  complain(errors, flags.json)
}

const down = async (names: readonly ServiceName[] | undefined, flags: DownFlags): Promise<void> => {
  const chosen = await backend(flags)
  const { services, errors } = await forEach(named(names, baseServices), name =>
    chosen.down(name, { wipe: flags.wipe }),
  )
  await printResult(flags.json, services, formatStatus)
  complain(errors, flags.json)
}

const status = async (names: readonly ServiceName[] | undefined, flags: Flags): Promise<void> => {
  const chosen = await backend(flags)
  const { services, errors } = await forEach(named(names, serviceNames), chosen.statusOf)
  await printResult(flags.json, services, formatStatus)
  if (services.some(({ state }) => state === 'died' || state === 'silent')) process.exitCode = exitCodes.unavailable
  complain(errors, flags.json)
}

const install = async (names: readonly ServiceName[] | undefined): Promise<void> => {
  const errors: unknown[] = []
  for (const name of named(names, baseServices)) {
    await kinds[name].install().then(
      () => note(`${name} is installed`),
      error => errors.push(error),
    )
  }
  complain(errors, false)
}

const isHelp = (error: unknown): boolean => error instanceof CommanderError && error.code === 'commander.help'

const program = new Command('services')
  .description(
    'Starts and stops real services on this machine: kafka, elasticsearch, redis, registry, and ollama and neo4j; the first four where none is named.',
  )
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .helpCommand(false)

const command = (name: string): Command =>
  program
    .command(name)
    .argument('[services...]', 'which ones', asServices)
    .exitOverride()
    .option('--json', 'print one JSON document on stdout')
    .addOption(
      new Option('--with <what>', 'docker or native; docker where a daemon answers').choices(['docker', 'native']),
    )

command('up')
  .description('Start what does not run, and print their addresses for eval')
  .option('--port <service=port>', 'fix a port; any free one where not given', asPair)
  .option('--heap <service=size>', 'memory of a Java server, as in kafka=512m', asPair)
  .action(up)
command('down').description('Stop them').option('--wipe', 'delete their data too').action(down)
command('status').description('What runs, as the servers themselves say').action(status)
program
  .command('install')
  .argument('[services...]', 'which ones', asServices)
  .description('Download what they need, and start nothing')
  .exitOverride()
  .action(install)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
  if (process.exitCode !== 0 && !isHelp(error))
    process.stderr.write(complaintOf(error, process.argv.includes('--json')))
}
