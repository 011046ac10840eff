import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'

/** Whether something has this path. */
export const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined

const missing = (path: string): readonly string[] => (isThere(path) ? [] : [...missing(dirname(path)), path])

const makeOne = (path: string): void => {
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have been faster.
    if (!isThere(path)) throw error
  }
}

/**
 * Makes a directory and those above it. One after another, because the recursive mkdir of Node tries for ever where the
 * file system takes no directories, as /proc. Throws UNAVAILABLE that names the path.
 */
export const makeDirectory = (path: string): void => {
  try {
    for (const each of missing(path)) makeOne(each)
  } catch (cause) {
    throw turnstreamError('UNAVAILABLE', `the directory ${path} cannot be made`, { cause })
  }
}
