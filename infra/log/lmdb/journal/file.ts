import {
  close,
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncate,
  openSync,
  write,
  writeSync,
  writev,
} from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

/** For tests: called with whatever is about to be done to the disk below a journal, to do it, or not, or to fail after it. */
export type Disk = (act: () => Promise<void>) => Promise<void>

/** A file of the journal. What it writes is on the disk when it resolves, and the event loop does not wait for the disk. */
export interface JournalFile {
  readonly path: string
  /** Bytes that can be written without new space on the disk, which takes several times as long. */
  allocated(): number
  write(slices: readonly Buffer[], position: number): Promise<void>
  /** Makes what is at `position` no block any more. */
  erase(position: number, bytes: number): Promise<void>
  /** Brings the file to this size. Zeros are written: space that is only reserved is as slow as new space. */
  resize(bytes: number): Promise<void>
  close(): Promise<void>
}

const FIRST_BYTES = 2 ** 20
const STEP_BYTES = 2 ** 20

const writeOnce = promisify(write)
const truncate = promisify(ftruncate)
const flush = promisify(fdatasync)

const allocate = (fd: number, path: string): void => {
  const { size } = fstatSync(fd)
  if (size >= FIRST_BYTES) return
  try {
    writeSync(fd, Buffer.alloc(FIRST_BYTES - size), 0, FIRST_BYTES - size, size)
  } catch {
    // A full disk: blocks are written as far as there is room.
  }
  const directory = openSync(dirname(path), 'r')
  fsyncSync(directory)
  closeSync(directory)
}

/** Opens or makes the file. Throws what the system says. */
export const openJournalFile = (path: string, disk: Disk = act => act()): JournalFile => {
  const { O_RDWR, O_CREAT, O_DSYNC } = constants
  const fd = openSync(path, O_RDWR | O_CREAT | O_DSYNC, 0o644)
  allocate(fd, path)
  let allocated = fstatSync(fd).size

  /** A write may be short: the rest is tried again, which then says what is wrong. */
  const writeAll = (slices: readonly Buffer[], position: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const length = slices.reduce((sum, slice) => sum + slice.length, 0)
      const done = (error: Error | null, bytes: number): void => {
        if (error) {
          reject(error)
          return
        }
        allocated = Math.max(allocated, position + bytes)
        if (bytes === length) resolve()
        else resolve(writeAll([Buffer.concat(slices).subarray(bytes)], position + bytes))
      }
      if (slices.length === 1) write(fd, slices[0]!, 0, length, position, done)
      else writev(fd, slices, position, done)
    })

  const cut = async (bytes: number): Promise<void> => {
    await truncate(fd, bytes)
    await flush(fd)
    allocated = Math.min(allocated, bytes)
  }

  return {
    path,
    allocated: () => allocated,
    write: (slices, position) => disk(() => writeAll(slices, position)),
    erase: (position, bytes) =>
      disk(() => writeAll([Buffer.alloc(bytes)], position)).catch(() =>
        // Cutting the file needs no room, and undoes the same.
        disk(() => cut(position)),
      ),
    resize: async bytes => {
      if (bytes < allocated) return cut(bytes)
      const zeros = Buffer.alloc(bytes > allocated ? STEP_BYTES : 0)
      while (allocated < bytes)
        allocated += (await writeOnce(fd, zeros, 0, Math.min(STEP_BYTES, bytes - allocated), allocated)).bytesWritten
    },
    close: () => promisify(close)(fd),
  }
}
