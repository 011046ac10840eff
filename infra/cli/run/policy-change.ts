import { readFileSync } from 'node:fs'
import { turnstreamError } from '../../../processors/errors.ts'
import { createGateway } from '../../gateway/server.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { type CommonOptions, dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { note, printResult } from '../output.ts'
import { post, reachServer, refusal } from '../server.ts'
import { openSystem } from '../system.ts'
import { version } from '../version.ts'

interface InForce {
  readonly version: string
  /** Offset on policy.changes. */
  readonly epoch: number
}

const path = '/v1/policies'

const readChange = (file: string): unknown => {
  const name = file === '-' ? 'stdin' : file
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    throw turnstreamError('USAGE', `${name} cannot be read`, { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw turnstreamError('BAD_JSON', `${name} is not JSON`, { cause })
  }
}

/** The same route as over HTTP, without a socket, so that both refuse and accept the same. */
const changeHere = async (change: unknown, options: CommonOptions): Promise<InForce> => {
  const configuration = configurationOf(options)
  const logger = createLogger('warn')
  const turnstream = await openSystem({ configuration, dataDir: dataDirOf(options), logger })
  try {
    const gateway = createGateway({ turnstream, logger, version })
    const response = await gateway.inject({ method: 'POST', url: path, payload: change as object })
    if (response.statusCode >= 400) throw refusal(response.statusCode, response.json())
    note('in force; cleaning up behind it')
    await turnstream.settled()
    return response.json()
  } finally {
    await turnstream.drain(configuration.server.drainMs)
  }
}

/** Puts the change of a file in force. Throws BAD_REQUEST that names the field at fault. */
export const policyChange = async (file: string, options: CommonOptions): Promise<void> => {
  const change = readChange(file)
  const server = await reachServer(dataDirOf(options))
  const result = server ? ((await post(server, path, change)) as InForce) : await changeHere(change, options)
  await printResult(options.json, result, ({ version: name, epoch }) => `policy ${name} is in force, epoch ${epoch}`)
}
