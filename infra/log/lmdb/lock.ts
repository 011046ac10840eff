import { randomUUID } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { turnstreamError } from '../../../processors/errors.ts'

/** Who writes a data directory. */
interface Holder {
  readonly pid: number
  /** When the process started, in clock ticks since boot; null where the system does not tell. Ids are used again. */
  readonly startedAt: string | null
  /** The running kernel and the namespace in which `pid` means something; null where the system does not tell. */
  readonly boot: string | null
  readonly namespace: string | null
  /** Given up, so anyone may take over. */
  readonly released?: boolean
}

export interface WriterLock {
  release(): void
}

/** A holder in another container cannot be looked up; it touches its file, and is taken for dead after `EXPIRY_MS`. */
const TOUCH_MS = 3_000
const EXPIRY_MS = 15_000

const orNull = (read: () => string): string | null => {
  try {
    return read().trim()
  } catch {
    return null
  }
}

/**
 * Field 22 of /proc/<pid>/stat; null when there is no such process, or only its zombie, which holds nothing any more. The
 * name in field 2 may itself hold spaces and brackets.
 */
const startOf = (pid: number | 'self'): string | null => {
  const fields = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)!)?.split(' ')
  return fields === undefined || 'ZX'.includes(fields[0]!) ? null : fields[19]!
}

const self = (): Holder => ({
  pid: process.pid,
  startedAt: startOf('self'),
  boot: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
  namespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
})

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const isAlive = (holder: Holder, file: string, me: Holder): boolean => {
  if (holder.released || holder.boot !== me.boot) return false
  if (holder.namespace !== me.namespace) return Date.now() - statSync(file).mtimeMs < EXPIRY_MS
  if (holder.startedAt === null) return runs(holder.pid)
  return startOf(holder.pid) === holder.startedAt
}

const numberOf = (name: string): number => Number(/^writer\.(\d+)\.lock$/.exec(name)?.[1] ?? 0)

const highestIn = (dir: string): number => Math.max(0, ...readdirSync(dir).map(numberOf))

const fileOf = (dir: string, number: number): string => join(dir, `writer.${number}.lock`)

/** Null for a file that is gone, or cut short by a loss of power. */
const readHolder = (file: string): Holder | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

const put = (file: string, holder: Holder, how: (from: string, to: string) => void): void => {
  const temporary = `${file}.${randomUUID()}`
  writeFileSync(temporary, JSON.stringify(holder))
  try {
    how(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** True when the file did not exist and is ours now; it appears with its whole content. */
const claim = (file: string, holder: Holder): boolean => {
  try {
    put(file, holder, linkSync)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

const touch = (file: string): void => {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // The disk is read-only or the directory gone: appends will say so.
  }
}

/** Who writes `dir`, as far as can be seen now. */
export interface WriterSeen {
  /** Another number is another writer. */
  readonly number: number
  readonly alive: boolean
}

/** Never throws for a lock that is being taken or given up at this moment. */
export const seeWriter = (dir: string): WriterSeen => {
  const number = highestIn(dir)
  const file = fileOf(dir, number)
  const holder = number === 0 ? null : readHolder(file)
  try {
    return { number, alive: holder !== null && isAlive(holder, file, self()) }
  } catch {
    return { number, alive: true }
  }
}

/**
 * Takes the right to write `dir`. Throws LOG_IN_USE, naming the directory and the holder, while another has it; the lock
 * of a process that is gone, by kill -9 too, is taken over.
 *
 * The holder is whoever made the file with the highest number, `writer.<n>.lock`. Taking over makes the next number, which
 * only one can do; nobody ever removes the highest, so two that both found it stale cannot both win.
 */
export const lockWriter = (dir: string): WriterLock => {
  mkdirSync(dir, { recursive: true })
  const me = self()
  for (;;) {
    const highest = highestIn(dir)
    const file = fileOf(dir, highest)
    const holder = highest === 0 ? null : readHolder(file)
    if (holder !== null && isAlive(holder, file, me))
      throw turnstreamError(
        'LOG_IN_USE',
        `${dir} is being written by process ${holder.pid}: stop it, or use another directory`,
        {
          details: { dir, pid: holder.pid },
        },
      )
    const mine = fileOf(dir, highest + 1)
    if (!claim(mine, me)) continue
    if (highestIn(dir) > highest + 1) {
      rmSync(mine, { force: true })
      continue
    }
    for (const name of readdirSync(dir))
      if (numberOf(name) > 0 && numberOf(name) <= highest) rmSync(join(dir, name), { force: true })
    let released = false
    const touching = setInterval(() => touch(mine), TOUCH_MS).unref()
    return {
      release: () => {
        clearInterval(touching)
        if (released) return
        released = true
        try {
          put(mine, { ...me, released: true }, renameSync)
        } catch {
          // The disk is read-only or the directory gone: the lock ends with this process.
        }
      },
    }
  }
}
