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

/** A server that may still be starting. */
export interface Launched {
  /** Once it listens. Rejects with its stderr when it ends before. */
  readonly listening: Promise<Serving>
  kill(signal: NodeJS.Signals): Promise<number | null>
}

const turnstream = join(import.meta.dirname, '..', '..', 'infra', 'cli', 'turnstream.js')

/** `turnstream serve`, or another program that takes its arguments, as a child process, on a free port. */
export const launch = (
  dataDir: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  program = turnstream,
): Launched => {
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
  const kill: Serving['kill'] = async signal => {
    child.kill(signal)
    const [code] = await exited
    return code as number | null
  }
  const listen = async (): Promise<Serving> => {
    const line = await Promise.race([
      once(createInterface(child.stdout!), 'line').then(([text]) => text as string),
      exited.then(([code]) => {
        throw new Error(`serve ended with ${code}: ${stderr}`)
      }),
    ])
    return { url: /http:\/\/[^\s,]+/.exec(line)![0], pid: child.pid!, stderr: () => stderr, kill }
  }
  const listening = listen()
  // Whoever kills it while it starts need not wait for it.
  listening.catch(() => undefined)
  return { listening, kill }
}

/** The same once it listens. Rejects with its stderr when it ends before. */
export const serve = (...given: Parameters<typeof launch>): Promise<Serving> => launch(...given).listening
