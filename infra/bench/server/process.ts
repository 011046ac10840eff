import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Memory of a process, MB of 1,000,000 bytes. */
export interface Memory {
  readonly residentMb: number
  /** Pages that no file backs: what the process itself has asked for. */
  readonly anonymousMb: number
}

const field = (status: string, name: string): number =>
  (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1_024) / 1e6

/** Null where the process is gone or the system has no /proc. */
export const memoryOf = (pid: number): Memory | null => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return { residentMb: field(status, 'VmRSS'), anonymousMb: field(status, 'RssAnon') }
  } catch {
    return null
  }
}

let ticksPerSecond: number | null = null

const ticks = (): number => {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK']).toString())
  return ticksPerSecond
}

/** CPU time that a process with all its threads has used, ms; null where the process is gone or there is no /proc. */
export const cpuMsOf = (pid: number): number | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; of what follows it utime is the 12th field and stime the 13th.
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return ((user! + system!) * 1_000) / ticks()
  } catch {
    return null
  }
}
