import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Serving {
  readonly url: string
  readonly pid: number
  /** Its log so far: what it has written to stderr. */
  stderr(): string
  kill(signal: NodeJS.Signals): Promise<number | null>
}

const turnstream = join(import.meta.dirname, '..', '..', 'infra', 'cli', 'turnstream.js')

/**
 * `turnstream serve`, or another program that takes its arguments, as a child process, on a free port, once it listens. Rejects
 * with its stderr when it ends before.
 */
export const serve = async (
  dataDir: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  program = turnstream,
): Promise<Serving> => {
  const child: ChildProcess = spawn(
    process.execPath,
    [program, 'serve', '--port', '0', '--data-dir', dataDir, ...args],
    {
      env: { ...process.env, TURNSTREAM_LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let stderr = ''
  child.stderr!.on('data', chunk => {
    stderr += chunk
  })
  const exited = once(child, 'exit')
  const line = await Promise.race([
    once(createInterface(child.stdout!), 'line').then(([text]) => text as string),
    exited.then(([code]) => {
      throw new Error(`serve ended with ${code}: ${stderr}`)
    }),
  ])
  const url = /http:\/\/[^\s,]+/.exec(line)![0]
  return {
    url,
    pid: child.pid!,
    stderr: () => stderr,
    kill: async signal => {
      child.kill(signal)
      const [code] = await exited
      return code as number | null
    },
  }
}
