import { realpathSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type TurnstreamError, turnstreamError } from '../../processors/errors.ts'
import type { Target } from './sink.ts'

/** A file that is written beside its place, and is there whole or not at all. */
export interface PartFile extends Target {
  /** Where it will be. */
  readonly path: string
  readonly bytes: () => number
  /** Puts it in its place, when it is on the disk. */
  keep(): Promise<void>
  /** Leaves nothing behind; of no effect after `keep`. */
  drop(): Promise<void>
}

const full = ['ENOSPC', 'EDQUOT', 'EFBIG']

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)

const unwritable = (path: string, cause: unknown): TurnstreamError =>
  turnstreamError(
    'UNAVAILABLE',
    full.includes(codeOf(cause) as string)
      ? `the disk is full: ${path} cannot be written; nothing is left of it`
      : `${path} cannot be written`,
    { cause },
  )

/** Where a file is to be. Throws USAGE where something is there that may not be replaced. */
const placeOf = (file: string, force: boolean): string => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return resolve(file)
  if (!found.isFile()) throw turnstreamError('USAGE', `${file} is no file: name one that can be written`)
  if (!force) throw turnstreamError('USAGE', `${file} is there already: name another, or replace it with --force`)
  // What a link leads to is replaced, not the link.
  return realpathSync(file)
}

const openPart = async (part: string, force: boolean): Promise<FileHandle> => {
  try {
    if (force) rmSync(part, { force: true })
    return await open(part, 'wx')
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST')
      throw turnstreamError(
        'USAGE',
        `${part} is there: another export writes it, or was killed; wait for it, or start anew with --force`,
        { cause },
      )
    throw unwritable(part, cause)
  }
}

/**
 * Opens a file to be written as FILE.part and put in its place at the end. Throws USAGE where FILE or FILE.part is there and `force` is not
 * set, UNAVAILABLE where it cannot be written, now or later, for want of room as well.
 */
export const openPartFile = async (file: string, force: boolean): Promise<PartFile> => {
  const path = placeOf(file, force)
  const part = `${path}.part`
  const handle = await openPart(part, force)
  let [bytes, done] = [0, false]
  const trying = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (cause) {
      throw unwritable(part, cause)
    }
  }
  return {
    path,
    bytes: () => bytes,
    write: chunk =>
      trying(async () => {
        // Writes all of it, where `write` may write less.
        await handle.writeFile(chunk)
        bytes += chunk.byteLength
      }),
    keep: () =>
      trying(async () => {
        await handle.sync()
        await handle.close()
        await rename(part, path)
        done = true
      }),
    drop: async () => {
      if (done) return
      done = true
      await handle.close().catch(() => undefined)
      rmSync(part, { force: true })
    },
  }
}
