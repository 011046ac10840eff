import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** Whether the page in the repository is other than `text`. */
export const isStale = (path: string, text: string): boolean =>
  !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text

export const writePage = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
