import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { decodeValue, encodeValue } from '../../../schemas/codec.ts'
import type { EntryStored } from '../../../schemas/types.ts'

/**
 * An entry's value in Redis: a head of fixed length that scripts read as well, then the entry in its wire format, deflated.
 *
 * | at | bytes | what |
 * |---|---|---|
 * | 0 | 1 | kind: E an entry, T gone, X expired when it was folded |
 * | 1 | 1 | 1 held for a reviewer, 2 hot |
 * | 2 | 8 | generation |
 * | 10 | 8 | offset of the last event about it |
 * | 18 | 8 | policy epoch |
 * | 26 | 8 | exact expiry, ms |
 * | 34 | 8 | expiry, ms |
 * | 42 | 8 | hot until, ms |
 * | 50 | 8 | stored at, ms |
 *
 * Numbers are doubles, big-endian: Lua has no others.
 */
export interface Frame {
  readonly kind: 'E' | 'T' | 'X'
  readonly held: boolean
  readonly hot: boolean
  readonly generation: number
  readonly exactExpiresAtMs: number
  readonly expiresAtMs: number
  readonly hotUntilMs: number
  readonly body: Buffer
}

export const headBytes = 58

/** The head as Lua's struct library names it. */
export const headFormat = '>c1Bddddddd'

/** Null for bytes that are none of ours. */
export const readFrame = (bytes: Buffer): Frame | null => {
  const kind = String.fromCharCode(bytes[0] ?? 0)
  if (bytes.length < headBytes || (kind !== 'E' && kind !== 'T' && kind !== 'X')) return null
  return {
    kind,
    held: (bytes[1]! & 1) !== 0,
    hot: (bytes[1]! & 2) !== 0,
    generation: bytes.readDoubleBE(2),
    exactExpiresAtMs: bytes.readDoubleBE(26),
    expiresAtMs: bytes.readDoubleBE(34),
    hotUntilMs: bytes.readDoubleBE(42),
    body: bytes.subarray(headBytes),
  }
}

/** Deflate: of one sample of 671 bytes zstd made 295 and took 20 µs to read, deflate 274 and 10 µs. */
export const packEntry = (entry: EntryStored): Buffer => deflateRawSync(encodeValue('EntryStored', entry))

/** Throws where the bytes are damaged. */
export const unpackEntry = (body: Buffer): EntryStored => decodeValue(inflateRawSync(body)).data as EntryStored
