import { describe, expect, it } from 'vitest'
import type { Ownership } from '../../../processors/ports/log.ts'
import { type LmdbLog, openLmdbLog } from './open.ts'
import { aRecord, oneTopic, scratch } from './scratch.ts'

/** Reads a partition of 50 records to its end; the sizes of the reads. */
const readSizes = async (log: LmdbLog, partition: number): Promise<number[]> => {
  const sizes: number[] = []
  for (let offset = 0n; offset < 50n; ) {
    const found = await log.read({ topic: 't', partition, offset }, 20)
    sizes.push(found.length)
    offset += BigInt(found.length)
  }
  return sizes
}

const withRecords = async (dir: string, seed: number): Promise<LmdbLog> => {
  const log = await openLmdbLog({ dir, unkind: { seed } })
  await log.createTopics(oneTopic('t', { partitions: 2 }))
  for (const partition of [0, 1])
    if ((await log.end({ topic: 't', partition })) === 0n)
      await log.append(Array.from({ length: 50 }, (_, i) => ({ ...aRecord('t', `${i}`), partition })))
  return log
}

describe('the unkind log', () => {
  it('gives short reads, the same for the same seed, however partitions interleave', async () => {
    using place = scratch()
    const runs: number[][][] = []
    for (const seed of [5, 5, 6]) {
      const log = await withRecords(place.dir, seed)
      runs.push(await Promise.all([readSizes(log, 0), readSizes(log, 1)]))
      await log.close()
    }
    expect(runs[1]).toEqual(runs[0])
    expect(runs[2]).not.toEqual(runs[0])
    expect(new Set(runs.flat(2)).size).toBeGreaterThan(3)
    expect(Math.min(...runs.flat(2)), 'never none where there are some').toBe(1)
  })

  it('wakes readers although there is nothing to read', async () => {
    using place = scratch()
    const log = await withRecords(place.dir, 1)
    const end = await log.end({ topic: 't', partition: 0 })
    const waits = Array.from({ length: 20 }, () =>
      log.wait({ topic: 't', partition: 0, offset: end }, AbortSignal.timeout(200)),
    )
    const ends = await Promise.allSettled(waits)
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']))
    await log.close()
  })

  it.each(['commit', 'accept'] as const)(
    'takes partitions from their member after a call of %s, and gives them back under a higher generation',
    async act => {
      using place = scratch()
      const log = await withRecords(place.dir, 1)
      const told: string[] = []
      const note = (sign: string) => (owned: readonly Ownership[]) => {
        told.push(...owned.map(({ partition, generation }) => `${sign}${partition} ${generation}`))
      }
      const member = await log.join('g', ['t'], { onAssigned: note('+'), onRevoked: note('-') })
      let fenced = 0
      let owners = member.assigned()
      for (let i = 0; i < 300; i++)
        try {
          const progress = owners.map(({ partition }) => ({ topic: 't', partition, next: BigInt(i), done: [] }))
          await log[act]({ records: [], progress, owners })
          await log.synced()
        } catch (error) {
          expect(error).toMatchObject({ code: 'LOG_FENCED' })
          fenced++
          owners = member.assigned()
        }
      expect(fenced).toBeGreaterThan(0)
      expect(told.slice(0, 6)).toEqual(['+0 1', '+1 1', '-0 1', '-1 1', '+0 2', '+1 2'])
      await log.close()
    },
  )
})
