import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { tellsParent } from './parent.ts'
import type { StartReplay } from './queue.ts'
import type { ReplayAsked, ReplayProgress } from './store.ts'

const program = fileURLToPath(new URL('../cli/turnstream.js', import.meta.url))

/** Turns are served first. */
const niceness = 10

/** The command line of a replay, without the program's name. */
export const argumentsOf = ({ kind, from, to, set, setB, vary, cold, limit }: ReplayAsked): readonly string[] => [
  ...['whatif', '--json', '--limit', String(limit)],
  ...(from === null ? [] : ['--from', from]),
  ...(to === null ? [] : ['--to', to]),
  ...(cold ? ['--cold'] : []),
  ...(kind === 'sweep' ? vary.flatMap(each => ['--vary', each]) : set.flatMap(each => ['--set', each])),
  ...(setB ?? []).flatMap(each => ['--set-b', each]),
]

/** What the program said was wrong, for people. */
const complaintIn = (stderr: string): string | null => {
  for (const line of stderr.split('\n').reverse())
    if (line.startsWith('{"error":'))
      try {
        return (JSON.parse(line) as { error: { message: string } }).error.message
      } catch {
        return null
      }
  return null
}

/** Characters of stderr that are kept: its end says what was wrong. */
const mostComplaint = 20_000

export interface ChildOptions {
  readonly dataDir: string
  /** The configuration file of the server; none without. */
  readonly config: string | undefined
}

/** Runs a replay as the command would be, in a process of its own that gives way to the server. */
export const replayInChild =
  ({ dataDir, config }: ChildOptions): StartReplay =>
  (asked, onProgress) => {
    const args = [...argumentsOf(asked), '--data-dir', dataDir, ...(config === undefined ? [] : ['--config', config])]
    const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, [tellsParent]: '1' },
    })
    if (child.pid !== undefined) setPriority(child.pid, niceness)
    let [stdout, stderr] = ['', '']
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-mostComplaint)
    })
    child.on('message', message => onProgress(message as ReplayProgress))
    const result = new Promise<unknown>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        if (code !== 0) return reject(new Error(complaintIn(stderr) ?? `it ended with ${signal ?? `code ${code}`}`))
        resolve(JSON.parse(stdout))
      })
    })
    return { result, stop: () => void child.kill('SIGTERM') }
  }
