import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { turnstreamError } from '../../processors/errors.ts'
import { findProgram } from './programs.ts'

/** A process, told apart from a later one with the same pid by when it started. */
export interface ProcessId {
  readonly pid: number
  readonly startTicks: string
}

export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

interface Stat {
  readonly state: string
  readonly startTicks: string
}

const statOf = (pid: number): Stat | null => {
  try {
    // The name in brackets may hold blanks; the fields begin behind it with the state, and the start is the twentieth from there.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return { state: fields[0]!, startTicks: fields[19]! }
  } catch {
    return null
  }
}

export const isAlive = ({ pid, startTicks }: ProcessId): boolean => {
  const stat = statOf(pid)
  return stat !== null && stat.state !== 'Z' && stat.startTicks === startTicks
}

/** Resident memory in bytes; 0 once the process has ended. */
export const memoryOf = ({ pid }: ProcessId): number => {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : ''
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
}

/**
 * Starts a process that writes to a log file. A bound one is killed by the kernel when this process dies, so that a test run that
 * is killed leaves no server behind; another outlives this process.
 */
export const start = async (launch: Launch, log: string, bound: boolean): Promise<ProcessId> => {
  const setpriv = bound ? findProgram('setpriv') : null
  const [command, ...args] =
    setpriv === null
      ? [launch.command, ...launch.args]
      : [setpriv, '--pdeathsig', 'KILL', '--', launch.command, ...launch.args]
  const output = openSync(log, 'a')
  try {
    const child = spawn(command!, args, {
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...launch.env },
    })
    await once(child, 'spawn')
    child.unref()
    return { pid: child.pid!, startTicks: statOf(child.pid!)?.startTicks ?? '' }
  } finally {
    closeSync(output)
  }
}

export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)

const trouble = /ERROR|FATAL|Exception|Caused by/
const fewLines = 12

/** What a log says since `offset` about why its process ended: all where it is short, else its lines of trouble, else the last. */
export const lastWords = (log: string, offset: number): string => {
  if (!existsSync(log)) return '(it wrote nothing)'
  const lines = readFileSync(log)
    .subarray(offset)
    .toString('utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
  if (lines.length === 0) return '(it wrote nothing)'
  const telling = lines.length > fewLines ? lines.filter(line => trouble.test(line)) : []
  return (telling.length > 0 ? telling.slice(0, fewLines / 2) : lines.slice(-fewLines)).join('\n')
}

const pollMs = 20

/** Waits until a process has ended; false where it has not within the time. */
export const ended = async (id: ProcessId, withinMs: number): Promise<boolean> => {
  const deadline = performance.now() + withinMs
  while (isAlive(id)) {
    if (performance.now() > deadline) return false
    await sleep(pollMs)
  }
  return true
}

/** To its whole group, which it leads: Ollama runs its model in a process of its own, which would go on without it. */
const signalTo = (id: ProcessId, signal: NodeJS.Signals): void => {
  if (isAlive(id)) process.kill(-id.pid, signal)
}

/** Sends a signal, and waits for the end where it is one that ends. */
export const kill = async (id: ProcessId, signal: NodeJS.Signals, withinMs = 10_000): Promise<void> => {
  signalTo(id, signal)
  if (signal !== 'SIGKILL' && signal !== 'SIGTERM' && signal !== 'SIGINT') return
  if (!(await ended(id, withinMs))) {
    throw turnstreamError('UNAVAILABLE', `process ${id.pid} did not end within ${withinMs} ms of ${signal}`)
  }
}

/** Asks a process to end, and kills one that has not within the time. Whether it ended by itself. */
export const terminate = async (id: ProcessId, withinMs = 30_000): Promise<boolean> => {
  // One that is stopped hears nothing until it goes on.
  signalTo(id, 'SIGCONT')
  signalTo(id, 'SIGTERM')
  if (await ended(id, withinMs)) return true
  await kill(id, 'SIGKILL')
  return false
}
