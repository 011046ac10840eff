import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Disk, openJournalFile } from './file.ts'
import { BLOCK_HEADER_BYTES, sealBlock, USE_BYTES } from './format.ts'

/** What one use of a file has come to. */
export interface Stretch {
  readonly file: number
  readonly path: string
  readonly bytes: number
  /** Sequence of its last block. */
  readonly through: number
}

/**
 * Blocks on their way to the tables of LMDB. One of two files is written while the other is merged. One call at a time,
 * but for `rest`.
 */
export interface Journal {
  /**
   * Writes one block, which is on the disk when it resolves; its first slice begins with room for a header. When it
   * rejects, the block is not in the journal, and will not be after a restart: it is erased at once, or, when the disk
   * does not even take that, before any other block is written. Only a process that dies in between can find it again.
   */
  write(slices: readonly Buffer[]): Promise<void>
  /** Whether a block of so many bytes fits without new space on the disk. */
  fits(bytes: number): boolean
  /** Goes on in the other file, which must have been merged; null when nothing has been written to this one. */
  turn(): Stretch | null
  /** Makes a file that has been merged ready for its next use. */
  rest(stretch: Stretch): Promise<void>
  close(): Promise<void>
}

/** Enough for more than a second of records at the highest rate. */
const FULL_BYTES = 16 * 2 ** 20

export const journalPaths = (dir: string): readonly [string, string] => [join(dir, 'journal.0'), join(dir, 'journal.1')]

/** Opens the journal in `dir`, in which nothing may be left to merge. Its first block follows `sequence`. */
export const openJournal = (dir: string, sequence: number, disk?: Disk): Journal => {
  const files = journalPaths(dir).map(path => openJournalFile(path, disk))
  let active = 0
  let position = 0
  let last = sequence
  let use = randomBytes(USE_BYTES)
  let sound = true

  const eraseFailed = async (): Promise<void> => {
    await files[active]!.erase(position, BLOCK_HEADER_BYTES)
    sound = true
  }

  return {
    write: async slices => {
      if (!sound) await eraseFailed()
      sealBlock(slices, last + 1, use)
      try {
        await files[active]!.write(slices, position)
      } catch (error) {
        // Its bytes may have reached the disk all the same.
        sound = false
        await eraseFailed().catch(() => undefined)
        throw error
      }
      last++
      for (const { length } of slices) position += length
    },
    fits: bytes => position + bytes <= files[active]!.allocated(),
    turn: () => {
      if (position === 0 || !sound) return null
      const stretch = { file: active, path: files[active]!.path, bytes: position, through: last }
      active = 1 - active
      position = 0
      use = randomBytes(USE_BYTES)
      return stretch
    },
    rest: async ({ file, bytes }) => {
      const allocated = files[file]!.allocated()
      // A log that hardly anything is written to stays small.
      if (allocated > FULL_BYTES || bytes > allocated / 4) await files[file]!.resize(FULL_BYTES)
    },
    close: async () => {
      await Promise.all(files.map(file => file.close()))
    },
  }
}
