import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'

/** What base64 makes of a text, wherever in the bytes around it it stands; without the characters that it shares with those. */
const inBase64 = (text: string): readonly string[] =>
  [0, 1, 2].map(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString('base64')
    return encoded.slice(before === 0 ? 0 : before + 1, encoded.includes('=') ? encoded.indexOf('=') - 1 : undefined)
  })

/** The ways in which a text may lie in bytes. */
const formsOf = (text: string): readonly Buffer[] => {
  const base64 = inBase64(text).flatMap(each => [each, each.replaceAll('+', '-').replaceAll('/', '_')])
  return [
    Buffer.from(text),
    Buffer.from(text.toUpperCase()),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16(),
    ...[...base64, Buffer.from(text).toString('hex')].map(each => Buffer.from(each)),
  ]
}

const inflaters = [inflateRawSync, inflateSync, gunzipSync, zstdDecompressSync, brotliDecompressSync]

/** Whether bytes hold a text in the clear, in UTF-16, in base64 or hex; `packed`: also within what is compressed from one of the first bytes on. */
export const holds = (bytes: Buffer, text: string, packed = false): boolean => {
  const forms = formsOf(text)
  const isIn = (each: Buffer): boolean => forms.some(form => each.includes(form))
  if (isIn(bytes)) return true
  if (!packed) return false
  const decoded = Buffer.from(bytes.toString('latin1'), 'base64')
  return [bytes, decoded].some(each =>
    inflaters.some(inflate =>
      Array.from({ length: Math.min(64, each.length) }, (_, at) => at).some(at => {
        try {
          return isIn(inflate(each.subarray(at)))
        } catch {
          return false
        }
      }),
    ),
  )
}

/** Files of a directory, all the way down. */
export const filesIn = (dir: string): readonly string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap(each =>
    each.isDirectory() ? filesIn(join(dir, each.name)) : [join(dir, each.name)],
  )

/** The files of a directory that hold a text. */
export const filesWith = (dir: string, text: string): readonly string[] =>
  filesIn(dir).filter(file => holds(readFileSync(file), text))
