import { readFileSync } from 'node:fs'
import { turnstreamError } from '../../processors/errors.ts'

/** What people call the file that an argument names. */
export const fileName = (file: string): string => (file === '-' ? 'stdin' : file)

/** The text of a file, or of stdin for "-". Throws USAGE where it cannot be read. */
export const readText = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    throw turnstreamError('USAGE', `${fileName(file)} cannot be read`, { cause })
  }
}
