/** Copies bytes that will not stay into memory that nobody else writes. */
export type Shelf = (bytes: Uint8Array) => Buffer

const CHUNK_BYTES = 64 * 1024

/** What is longer has memory of its own: as a part of a chunk it would leave much of the next one unused. */
const LONGEST_SHARED = CHUNK_BYTES / 4

/**
 * Copies lie one after the other in chunks. Memory of its own for each costs more than reading it does, both to get and to
 * give back; what is read in a row is dropped in a row, so chunks are not held for long by what little is kept of them.
 */
export const createShelf = (): Shelf => {
  let chunk = Buffer.alloc(0)
  let at = 0
  return bytes => {
    // Of a buffer that LMDB uses again and again only the length says how much of it counts.
    const { length } = bytes
    const source = bytes.subarray(0, length)
    if (length > LONGEST_SHARED) {
      const own = Buffer.allocUnsafeSlow(length)
      own.set(source)
      return own
    }
    if (at + length > chunk.length) {
      chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
      at = 0
    }
    const start = at
    at += length
    chunk.set(source, start)
    return chunk.subarray(start, at)
  }
}
