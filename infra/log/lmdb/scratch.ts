import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { NewRecord } from '../../../processors/ports/log.ts'
import type { Disk } from './journal/file.ts'

/** What the tests of this folder share: directories, records, processes. */

export interface Scratch extends Disposable {
  readonly dir: string
}

/** A directory that goes away with its scope. */
export const scratch = (): Scratch => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-lmdb-'))
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) }
}

export const oneTopic = (name: string, more: { partitions?: number; retentionMs?: number } = {}) =>
  [{ name, partitions: 1, cleanup: 'delete', retentionMs: null, ...more }] as const

export const aRecord = (topic: string, value: string, headers: Record<string, string> = {}): NewRecord => ({
  topic,
  partition: 0,
  key: null,
  value: Buffer.from(value),
  headers,
  timestampMs: 1_700_000_000_000,
})

/** A disk that does what a test wants. */
export interface SteeredDisk {
  readonly disk: Disk
  /** Holds everything back until what it returns is called. */
  hold(): () => void
  /** Fails the next so many acts, as a full disk does, or only says so although they are done. */
  fail(acts: number, how?: 'before' | 'after'): void
}

export const steeredDisk = (): SteeredDisk => {
  let held = Promise.resolve()
  let left = 0
  let when: 'before' | 'after' = 'before'
  const full = (): Error => Object.assign(new Error('no space left on the device of this test'), { code: 'ENOSPC' })
  return {
    disk: async act => {
      await held
      const fails = left > 0
      if (fails) left--
      if (fails && when === 'before') throw full()
      await act()
      if (fails) throw full()
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    fail: (acts, how = 'before') => {
      left = acts
      when = how
    },
  }
}

export interface Child {
  readonly process: ChildProcess
  /** The lines that it has printed. */
  readonly lines: string[]
  /** Resolves with the first line that has not been taken yet, null when it has ended. */
  next(): Promise<string | null>
  readonly ended: Promise<unknown>
}

/** Runs a script of this folder in a process of its own. */
export const runChild = (script: string, args: readonly string[], prefix: readonly string[] = []): Child => {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const [command, ...rest] = [...prefix, process.execPath, file, ...args]
  const child = spawn(command!, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout! })
  reader.on('line', line => lines.push(line))
  const ended = once(child, 'close')
  let taken = 0
  let over = false
  void ended.then(() => {
    over = true
  })
  return {
    process: child,
    lines,
    ended,
    next: async () => {
      while (taken >= lines.length && !over) await Promise.race([once(reader, 'line'), ended])
      return lines[taken++] ?? null
    },
  }
}
