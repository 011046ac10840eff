import { setTimeout as delay } from 'node:timers/promises'
import type { EventLog } from '../../processors/ports/log.ts'
import { catalogue, partitionsOf } from '../../topics/catalogue.ts'

/** A group that works on the log, and what it reads. */
export interface Group {
  readonly name: string
  readonly inputs: readonly string[]
}

/** Resolves when every group has nothing left to do, and nothing that was accepted meanwhile gives it any. */
export const settled = async (
  log: Pick<EventLog, 'progress' | 'end' | 'synced'>,
  groups: readonly Group[],
  partitions: number,
): Promise<void> => {
  /** Records that groups have not taken yet, and how many there are in all. */
  const lag = async (): Promise<{ behind: number; records: number }> => {
    let behind = 0
    let records = 0
    for (const { name: group, inputs } of groups)
      for (const topic of inputs) {
        const count = partitionsOf(catalogue.find(({ name }) => name === topic)!, partitions)
        for (let partition = 0; partition < count; partition++) {
          const { next } = await log.progress(group, { topic, partition })
          const end = await log.end({ topic, partition })
          behind += Number(end - next)
          records += Number(end)
        }
      }
    return { behind, records }
  }
  for (; ; await delay(5)) {
    await log.synced()
    const now = await lag()
    // What was accepted while the lag was read only shows once it is durable.
    await log.synced()
    if (now.behind === 0 && (await lag()).records === now.records) return
  }
}
