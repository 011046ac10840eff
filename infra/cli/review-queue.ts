import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../log/in-use.ts'
import { openReviewQueue, type ReviewQueue } from '../review/queue.ts'
import type { CommonOptions } from './common.ts'
import { configurationOf } from './configuration.ts'
import { keyedPartitions, openLogToRead } from './log.ts'
import { note } from './output.ts'

export interface QueueBeside {
  readonly log: Log
  readonly queue: ReviewQueue
  readonly partitions: number
}

/** The review queue, folded from the log beside whoever works on it, for as long as `look` takes. Throws UNAVAILABLE where there is no log. */
export const besideQueue = async <T>(options: CommonOptions, look: (beside: QueueBeside) => Promise<T>): Promise<T> => {
  const configuration = configurationOf(options)
  const log = await openLogToRead(options, 'index')
  // The queue of the data directory is its server's own.
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-reviews-'))
  try {
    const partitions = await keyedPartitions(log, configuration.log.partitions)
    const onTrouble = (error: unknown): void => note(`turnstream: ${(error as Error).message}`)
    const queue = await openReviewQueue({ dir, log, partitions, onTrouble })
    try {
      return await look({ log, queue, partitions })
    } finally {
      await queue.close()
    }
  } finally {
    await log.close()
    rmSync(dir, { recursive: true })
  }
}
