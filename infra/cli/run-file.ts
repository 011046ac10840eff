import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How other commands find the server that writes a data directory, and prove that they may write through it. */
export interface RunFile {
  readonly pid: number
  readonly url: string
  readonly token: string
}

const fileOf = (dataDir: string): string => join(dataDir, 'server.json')

/** Appears with its whole content, readable for its owner only. */
export const writeRunFile = (dataDir: string, run: RunFile): void => {
  const temporary = `${fileOf(dataDir)}.${run.pid}`
  writeFileSync(temporary, `${JSON.stringify(run)}\n`, { mode: 0o600 })
  renameSync(temporary, fileOf(dataDir))
}

const parse = (dataDir: string): RunFile | null => {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as RunFile
  } catch {
    return null
  }
}

/** Removes the file of this process; that of a successor stays. */
export const removeRunFile = (dataDir: string, pid: number): void => {
  if (parse(dataDir)?.pid === pid) rmSync(fileOf(dataDir), { force: true })
}

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The server of this data directory, null where none runs. A file left by kill -9 names a process that is gone. */
export const findServer = (dataDir: string): RunFile | null => {
  const run = parse(dataDir)
  return run && runs(run.pid) ? run : null
}
