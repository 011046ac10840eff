import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'

export interface ServeOptions {
  /** Root of the checkout whose program runs. */
  readonly root: string
  readonly dataDir: string
  readonly env: NodeJS.ProcessEnv
  /** Options of `serve`, such as `--set`. */
  readonly args: readonly string[]
  /** A directory for CPU profiles, written when the server ends. */
  readonly profileDir: string | null
}

export interface Served {
  readonly url: string
  readonly pid: number
  /** From the start of the process until GET /ready says yes. */
  readonly readyMs: number
  /** SIGTERM, and SIGKILL where that is not enough. */
  stop(): Promise<void>
}

const startPatienceMs = 300_000
const stopPatienceMs = 60_000
const lastLines = 20

/** The program of a checkout. */
export const programOf = (root: string): string => join(root, 'infra', 'cli', 'turnstream.js')

const until = async (url: string, deadline: number): Promise<void> => {
  for (;;) {
    const ready = await fetch(`${url}/ready`).catch(() => null)
    if (ready?.ok) return
    if (performance.now() > deadline) throw turnstreamError('UNAVAILABLE', `${url} does not become ready`)
    await sleep(5)
  }
}

/**
 * Starts `turnstream serve` as users do, on a free port, its log lines going to a file beside the data. Throws
 * UNAVAILABLE with the last of them where it ends or does not become ready.
 */
export const startServer = async ({ root, dataDir, env, args, profileDir }: ServeOptions): Promise<Served> => {
  mkdirSync(dataDir, { recursive: true })
  const logFile = join(dataDir, 'server.log')
  const log = openSync(logFile, 'a')
  const profile = profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]
  const start = performance.now()
  const child: ChildProcess = spawn(
    process.execPath,
    [...profile, programOf(root), 'serve', '--port', '0', '--data-dir', dataDir, ...args],
    { env, stdio: ['ignore', 'pipe', log] },
  )
  closeSync(log)
  const exited = once(child, 'exit')
  const failed = exited.then(([code]): never => {
    const said = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lastLines).join('\n')
    throw turnstreamError('UNAVAILABLE', `serve ended with ${code}:\n${said}`)
  })
  failed.catch(() => undefined)
  const orphaned = (): void => void child.kill('SIGKILL')
  process.once('exit', orphaned)
  const [line] = (await Promise.race([once(createInterface(child.stdout!), 'line'), failed])) as [string]
  const url = /http:\/\/[^\s,;]+/.exec(line)?.[0]
  if (url === undefined) throw turnstreamError('UNAVAILABLE', `serve does not say where it listens: ${line}`)
  await Promise.race([until(url, start + startPatienceMs), failed])
  return {
    url,
    pid: child.pid!,
    readyMs: performance.now() - start,
    stop: async () => {
      const hard = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs)
      child.kill('SIGTERM')
      await exited
      clearTimeout(hard)
      process.off('exit', orphaned)
    },
  }
}
