import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openLmdbLog } from './open.ts'
import { runChild, scratch } from './scratch.ts'

const KILLS = 12

describe('kill -9', () => {
  it(`loses no acknowledged commit and leaves no half of one, ${KILLS} times`, async () => {
    using place = scratch()
    let acknowledged = -1
    for (let kill = 0; kill < KILLS; kill++) {
      const child = runChild('committer.child.ts', [place.dir])
      // Every other one is killed while it commits, the rest at any moment, opening and joining included.
      if (kill % 2 === 0) expect(await child.next(), 'the process commits').not.toBeNull()
      await sleep(Math.random() * (kill % 2 === 0 ? 100 : 400))
      child.process.kill('SIGKILL')
      await child.ended
      acknowledged = Math.max(acknowledged, ...child.lines.map(Number))

      const log = await openLmdbLog({ dir: place.dir, readOnly: true })
      const texts = async (topic: string) =>
        (await log.read({ topic, partition: 0, offset: 0n }, 1e6)).map(({ value }) =>
          Number(Buffer.from(value!).toString()),
        )
      const left = await texts('left')
      expect(left.length, 'every acknowledged one is there').toBeGreaterThan(acknowledged)
      expect(left, 'each once, in order').toEqual(left.map((_, i) => i))
      expect(await texts('right')).toEqual(left)
      expect((await log.progress('group', { topic: 'left', partition: 0 })).next).toBe(BigInt(left.length))
      expect(String(await log.state('numbers', 'last'))).toBe(`${left.length - 1}`)
      expect(log.find(`left-${left.length - 1}`)?.offset).toBe(BigInt(left.length - 1))
      expect(log.has(`left-${left.length}`)).toBe(false)
      await log.close()
    }
    expect(acknowledged).toBeGreaterThan(KILLS)
  }, 120_000)
})
