import { execFile } from 'node:child_process'
import { turnstreamError } from '../../../processors/errors.ts'
import { programOf } from './serve.ts'

export interface Ran {
  /** The one JSON document on stdout. */
  readonly result: unknown
  /** From the start of the process to its end. */
  readonly seconds: number
  readonly code: number
}

const mostBytes = 64 * 2 ** 20

/**
 * Runs a command of a checkout with `--json`, as a user would. Exit code 1 is a finding and not a failure; for any other
 * throws UNAVAILABLE with what the command said.
 */
export const runCommand = async (root: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> => {
  const start = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<Ran>()
  const command = [programOf(root), ...args, '--json']
  execFile(process.execPath, command, { env, maxBuffer: mostBytes }, (error, stdout, stderr) => {
    const seconds = (performance.now() - start) / 1_000
    const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
    if (code > 1 || code < 0 || stdout === '')
      reject(turnstreamError('UNAVAILABLE', `${args[0]} ended with ${code}: ${stderr.trim()}`))
    else resolve({ result: JSON.parse(stdout), seconds, code })
  })
  return promise
}
