import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const binary = resolve(import.meta.dirname, '../../infra/cli/turnstream.js')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** The first line of stdout; rejects with stderr where the process ends before it. */
  readonly firstLine: Promise<string>
}

/** The environment without what would point a test at somebody's own data. */
const cleanEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(TURNSTREAM_|OPENAI_|OLLAMA_|KAFKA_|SCHEMA_|REDIS_|ELASTICSEARCH_|NEO4J_)/.test(name),
  ),
)

/** Starts the real binary. */
export const start = (
  args: readonly string[],
  options: { stdin?: string; env?: Record<string, string>; node?: string } = {},
): Running => {
  const { stdin, env = {}, node = process.execPath } = options
  const child = spawn(node, [binary, ...args], { env: { ...cleanEnv, ...env }, stdio: 'pipe' })
  let stdout = ''
  let stderr = ''
  const line = Promise.withResolvers<string>()
  child.stdout.on('data', chunk => {
    stdout += chunk
    if (stdout.includes('\n')) line.resolve(stdout.slice(0, stdout.indexOf('\n')))
  })
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  // A command that refuses its options does not read what it is sent.
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin ?? '')
  const ended = new Promise<Ended>(done => {
    child.on('close', code => {
      line.reject(new Error(`ended with ${code}: ${stderr}`))
      done({ code, stdout, stderr })
    })
  })
  line.promise.catch(() => undefined)
  return { child, ended, firstLine: line.promise }
}

/** Runs the real binary to its end. */
export const turnstream = (args: readonly string[], options: Parameters<typeof start>[1] = {}): Promise<Ended> =>
  start(args, options).ended

export interface Scratch {
  readonly dir: string
  remove(): void
}

/** A directory of a test's own. */
export const scratch = (): Scratch => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-cli-'))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export const ndjson = <T = Record<string, unknown>>(text: string): readonly T[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T)
