import { isTurnstreamError, turnstreamError } from '../../../processors/errors.ts'
import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { openFollower } from './follower.ts'
import type { Disk } from './journal/file.ts'
import { openJournal } from './journal/journal.ts'
import { blocksAfter, mergeBlocks, mergedIn } from './journal/merge.ts'
import { type Merger, openMerger } from './merger.ts'
import { endOf, nextSequenceIn } from './partitions.ts'
import { createTail, type Part, type Tail } from './tail.ts'
import { openWriter, type Writer } from './writer.ts'

/** What a log is made of that differs between the process that writes and those that only read. */
export interface Side {
  tail(): Tail
  readonly writer: Pick<Writer, 'place' | 'submit' | 'nextSequence'>
  readonly merger: Pick<Merger, 'merged' | 'write'>
  /** Settles everything and merges what it can. */
  close(): Promise<void>
}

export interface Told {
  /** A record of this part has its place; is durable. */
  onPlaced(part: Part): void
  onDurable(part: Part): void
  /** What was placed and not durable is lost. */
  onLost(): void
}

/**
 * The side that writes. What a process before it has left in the journal is merged first. Throws LOG_UNAVAILABLE when that
 * is damaged, or when the disk does not take it: then nothing has changed.
 */
export const openWritingSide = (
  environment: Environment,
  dir: string,
  catalogue: Catalogue,
  told: Told,
  disk?: Disk,
): Side => {
  try {
    mergeBlocks(environment, blocksAfter(dir, mergedIn(environment)))
    const journal = openJournal(dir, mergedIn(environment), disk)
    const tail = createTail(catalogue, (number, partition) => endOf(environment, number, partition))
    const merger = openMerger({
      environment,
      dir,
      journal,
      tail,
      onDue: () => writer.pump(),
      onMerged: blocks => writer.merged(blocks),
      onFailure: () => writer.admit(),
    })
    const writer = openWriter({ tail, journal, merger, sequence: nextSequenceIn(environment, catalogue), ...told })
    return {
      tail: () => tail,
      writer,
      merger,
      close: async () => {
        await writer.close()
        await merger.close()
        await journal.close()
      },
    }
  } catch (cause) {
    if (isTurnstreamError(cause)) throw cause
    throw turnstreamError('LOG_UNAVAILABLE', `the log in ${dir} cannot be opened`, { cause, details: { dir } })
  }
}

const refuse = async (): Promise<never> => {
  throw turnstreamError('LOG_UNAVAILABLE', 'the log is open for reading only')
}

/** The side that reads, beside a process that writes or without one. */
export const openReadingSide = (environment: Environment, dir: string, catalogue: Catalogue): Side => ({
  tail: openFollower(environment, catalogue, dir),
  writer: { place: refuse, submit: refuse, nextSequence: () => 0 },
  merger: { merged: refuse, write: refuse },
  close: async () => undefined,
})
