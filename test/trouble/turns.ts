import type { System } from '../gateway/system.ts'

/** Turns on the log of a system. */
export const turnsOf = async ({ turnstream: { log, partitions } }: System): Promise<number> => {
  await log.synced()
  let turns = 0n
  for (let partition = 0; partition < partitions; partition++)
    turns += await log.end({ topic: 'chat.turns', partition })
  return Number(turns)
}
