/**
 * Memory into which the entries of a block are written one after the other. It is taken in chunks that many small blocks
 * share, and never given out twice: records that readers hold are views of it.
 */
export interface Arena {
  /** The chunk that is written, and where in it. */
  chunk: Buffer
  at: number
  /** Makes sure that so many bytes follow `at` in one piece. */
  room(bytes: number): void
  /** What was written since the last call, in order. */
  take(): Buffer[]
}

const CHUNK_BYTES = 256 * 1024

export const createArena = (): Arena => {
  let slices: Buffer[] = []
  let start = 0
  const arena: Arena = {
    chunk: Buffer.allocUnsafeSlow(CHUNK_BYTES),
    at: 0,
    room: bytes => {
      if (arena.at + bytes <= arena.chunk.length) return
      if (arena.at > start) slices.push(arena.chunk.subarray(start, arena.at))
      arena.chunk = Buffer.allocUnsafeSlow(Math.max(bytes, CHUNK_BYTES))
      arena.at = 0
      start = 0
    },
    take: () => {
      const taken = [...slices, arena.chunk.subarray(start, arena.at)]
      slices = []
      start = arena.at
      return taken
    },
  }
  return arena
}
