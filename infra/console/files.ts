import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { extname, join } from 'node:path'

/** A file of the console as a browser gets it. */
export interface ConsoleFile {
  readonly body: Buffer
  readonly contentType: string
  /** Strong: of the bytes. */
  readonly etag: string
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
}

const directory = join(import.meta.dirname, 'page')

/** Node says once for each process that stripping is experimental, which is nothing that an operator can act upon. */
const strip = (code: string): string => {
  const { emitWarning } = process
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(code)
  } finally {
    process.emitWarning = emitWarning
  }
}

const fileOf = (name: string, version: string): ConsoleFile => {
  const text = readFileSync(join(directory, name), 'utf8')
  const body = Buffer.from(name.endsWith('.ts') ? strip(text) : text.replaceAll('%version%', version))
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return { body, contentType: contentTypes[extname(name)]!, etag }
}

/** The console's files by name: types stripped from its TypeScript, the release named where a page has `%version%`. */
export const readConsoleFiles = (version: string): ReadonlyMap<string, ConsoleFile> =>
  new Map(
    readdirSync(directory)
      .filter(name => extname(name) in contentTypes && !name.endsWith('.test.ts'))
      .map(name => [name, fileOf(name, version)]),
  )
