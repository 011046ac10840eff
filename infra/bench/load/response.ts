import { turnstreamError } from '../../../processors/errors.ts'

/** What the bench reads of a response. */
export interface Response {
  readonly status: number
  /** The layer that answered: exact, hot, cold or miss; null where the header is missing. */
  readonly layer: string | null
}

/** Takes the bytes of one connection as they come and calls back for each whole response. */
export type ResponseReader = (chunk: Buffer) => void

const endOfHead = Buffer.from('\r\n\r\n')
const layerHeader = 'x-turnstream-cache: '
const lengthHeader = 'content-length: '

const headerOf = (head: string, name: string): string | null => {
  const at = head.indexOf(`\r\n${name}`)
  if (at < 0) return null
  const from = at + 2 + name.length
  const to = head.indexOf('\r\n', from)
  return head.slice(from, to < 0 ? undefined : to)
}

/**
 * Reads HTTP/1.1 responses that carry a content-length, header names in lower case, as the gateway writes them. No more
 * than that is read, because every microsecond spent here is taken from the server on the same cores. Throws INTERNAL
 * for a response in another form.
 */
export const readResponses = (onResponse: (response: Response) => void): ResponseReader => {
  let partial: Buffer | null = null
  return chunk => {
    let bytes = partial ? Buffer.concat([partial, chunk]) : chunk
    partial = null
    while (bytes.length > 0) {
      const headEnd = bytes.indexOf(endOfHead)
      if (headEnd < 0) break
      const head = bytes.toString('latin1', 0, headEnd)
      const length = headerOf(head, lengthHeader)
      if (length === null)
        throw turnstreamError('INTERNAL', 'a response without content-length, which the bench cannot read')
      const end = headEnd + endOfHead.length + Number(length)
      if (bytes.length < end) break
      onResponse({ status: Number(head.slice(9, 12)), layer: headerOf(head, layerHeader) })
      bytes = bytes.subarray(end)
    }
    if (bytes.length > 0) partial = bytes
  }
}
