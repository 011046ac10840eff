import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { type TurnstreamError, turnstreamError } from '../../processors/errors.ts'
import { pathOf } from './validate.ts'

/** Lists and objects within each other: what is parsed here is walked and written again by recursion later. */
const deepest = 100

const [quote, backslash] = [0x22, 0x5c]
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

const isTooDeep = (bytes: Buffer): boolean => {
  // Each level takes a byte to open and one to close.
  if (bytes.length < 2 * deepest) return false
  let depth = 0
  let within = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === backslash) at += 1
    else if (byte === quote) within = !within
    else if (within) continue
    else if (opening.has(byte)) {
      depth += 1
      if (depth > deepest) return true
    } else if (closing.has(byte)) depth -= 1
  }
  return false
}

const replacement = Buffer.from('\ufffd')

/** Where bytes that are not UTF-8 first go wrong, counted from 0. */
const invalidAt = (bytes: Buffer): number => {
  const text = bytes.toString()
  let at = 0
  for (let from = 0; ; ) {
    const found = text.indexOf('\ufffd', from)
    at += Buffer.byteLength(text.slice(from, found))
    // The character itself may have been sent.
    if (!bytes.subarray(at, at + replacement.length).equals(replacement)) return at
    at += replacement.length
    from = found + 1
  }
}

/** Path of the first text that holds half a surrogate pair; null where there is none. A name counts for what it is in. */
const halfPairAt = (value: unknown): readonly PropertyKey[] | null => {
  if (typeof value === 'string') return value.isWellFormed() ? null : []
  if (typeof value !== 'object' || value === null) return null
  for (const name of Object.keys(value)) {
    if (!name.isWellFormed()) return []
    const found = halfPairAt((value as Record<string, unknown>)[name])
    if (found) return [Array.isArray(value) ? Number(name) : name, ...found]
  }
  return null
}

const halfPairIn = (body: unknown): TurnstreamError | null => {
  const path = halfPairAt(body)
  if (path === null) return null
  const field = pathOf(path)
  const problem = 'must not hold half a surrogate pair (\\ud800 to \\udfff by itself), which is no character'
  return turnstreamError('BAD_REQUEST', `${field || 'the body'}: ${problem}`, {
    details: { fields: [{ field, problem }] },
  })
}

/** Throws UNSUPPORTED_MEDIA_TYPE for a body that was sent in another form than as UTF-8. */
const refuseEncodings = (encoding: string | undefined, type: string | undefined): void => {
  if (encoding !== undefined && encoding !== 'identity')
    throw turnstreamError('UNSUPPORTED_MEDIA_TYPE', 'send the body as it is, without Content-Encoding')
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type ?? '')?.[1]
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset))
    throw turnstreamError('UNSUPPORTED_MEDIA_TYPE', 'send the body as UTF-8')
}

/**
 * Parses JSON bodies. What is handed on is nested at most 100 deep and has only whole characters, so what is decided on is
 * what the log gives back; of a name that comes twice the last value counts. Refuses with UNSUPPORTED_MEDIA_TYPE, BAD_JSON
 * (which names the first byte that is not UTF-8) and BAD_REQUEST.
 */
export const jsonBodies = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['text/plain', 'application/json'])
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      refuseEncodings(request.headers['content-encoding'], request.headers['content-type'])
      if (!isUtf8(bytes)) throw turnstreamError('BAD_JSON', `the body is not UTF-8 at byte ${invalidAt(bytes)}`)
      if (isTooDeep(bytes)) throw turnstreamError('BAD_REQUEST', `the body is nested deeper than ${deepest} levels`)
      const text = bytes.toString()
      parse(request, text, (error, body) => {
        // Bytes that are UTF-8 hold no half pair: only an escape brings one in.
        done(error ?? (/\\ud/i.test(text) ? halfPairIn(body) : null), body)
      })
    } catch (error) {
      done(error as Error)
    }
  })
}
