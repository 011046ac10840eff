import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Accepted } from '../../processors/ports/log.ts'
import { eventually } from '../services/eventually.ts'
import {
  at,
  bytes,
  commitInTime,
  follow,
  followAll,
  held,
  type LogFactory,
  readAhead,
  record,
  rejects,
  textOf,
  textsIn,
  useLog,
} from './log.contract.kit.ts'

const nothing = { progress: [], owners: [] }

export const aheadPromises = (factory: LogFactory): void => {
  describe('what is accepted', () => {
    const scene = useLog(factory)
    const accept = (topic: string, ...texts: string[]): Promise<Accepted> =>
      scene.log.accept({ ...nothing, records: texts.map(text => record(topic, text)) })

    it('is read ahead from the moment it has its place, where its positions say', async () => {
      const topic = await scene.topic()
      const { positions, durable } = await accept(topic, 'a', 'b')
      const found = await readAhead(scene.log, at(topic), 2)
      expect(found.map(textOf)).toEqual(['a', 'b'])
      expect(found.map(({ offset }) => offset)).toEqual(positions.map(({ offset }) => offset))
      await durable
      expect(await textsIn(scene.log, topic)).toEqual(['a', 'b'])
    })

    it('lies in the order of the calls, appends in between included', async () => {
      const topic = await scene.topic()
      const all = Array.from({ length: 60 }, (_, i) =>
        i % 3 === 0
          ? scene.log.append([record(topic, `${i}`)])
          : accept(topic, `${i}`).then(({ positions }) => positions),
      )
      const offsets = (await Promise.all(all)).map(([position]) => position!.offset)
      expect(offsets).toEqual(offsets.toSorted((a, b) => Number(a - b)))
      await scene.log.synced()
      expect(await textsIn(scene.log, topic)).toEqual(all.map((_, i) => `${i}`))
    })

    it('goes on where reading ahead left off, from the disk into memory, without a gap and none twice', async () => {
      const topic = await scene.topic()
      const texts: (string | null)[] = []
      for (let round = 0; round < 6; round++) {
        await accept(topic, `${round}a`, `${round}b`)
        // Long enough for a log to move what it has from one place to another.
        await sleep(round === 2 ? 400 : 20)
        const from = at(topic, BigInt(texts.length))
        texts.push(...(await readAhead(scene.log, from, 2)).map(textOf))
      }
      expect(texts).toEqual([0, 1, 2, 3, 4, 5].flatMap(round => [`${round}a`, `${round}b`]))
      expect((await readAhead(scene.log, at(topic), 12)).map(textOf)).toEqual(texts)
    })

    it('is durable when `synced` resolves, and `synced` resolves when there is nothing', async () => {
      const topic = await scene.topic()
      await scene.log.synced()
      await accept(topic, 'a')
      await scene.log.synced()
      expect(await textsIn(scene.log, topic)).toEqual(['a'])
    })

    it('is known to state and progress at once', async () => {
      const input = await scene.topic()
      const member = await followAll(scene.log, `g.${input}`, [input])
      await eventually('it is accepted', async () => {
        try {
          const { durable } = await scene.log.accept({
            records: [],
            progress: [{ topic: input, partition: 0, next: 7n, done: [9n] }],
            owners: [held(member, input)],
            state: [{ store: input, key: 'k', value: bytes('v') }],
          })
          void durable
          return true
        } catch {
          // An unkind log may have taken the partition just then.
          return false
        }
      })
      expect(String(Buffer.from((await scene.log.state(input, 'k'))!))).toBe('v')
      expect(await scene.log.progress(`g.${input}`, at(input))).toMatchObject({ next: 7n, done: [9n] })
    })

    it('is refused when its partition has moved, and leaves nothing', async () => {
      const input = await scene.topic()
      const first = await followAll(scene.log, `g.${input}`, [input])
      const owners = [held(first, input)]
      await first.leave()
      const progress = [{ topic: input, partition: 0, next: 1n, done: [] }]
      await rejects(scene.log.accept({ records: [record(input, 'late')], progress, owners }), 'LOG_FENCED')
      await scene.log.append([record(input, 'next')])
      expect((await readAhead(scene.log, at(input), 1)).map(textOf)).toEqual(['next'])
      expect((await scene.log.progress(`g.${input}`, at(input))).next).toBe(0n)
    })

    it('keeps the last state of many commits, whichever of them are on the disk already', async () => {
      const input = await scene.topic()
      const member = await follow(scene.log, `g.${input}`, [input])
      for (let i = 0; i < 40; i++) {
        await commitInTime(scene.log, member, () => ({
          records: [],
          progress: [{ topic: input, partition: 0, next: BigInt(i), done: [] }],
          owners: [held(member, input)],
          state: [{ store: input, key: `k${i % 3}`, value: i % 7 === 0 ? null : bytes(`${i}`) }],
        }))
        if (i % 13 === 0) await sleep(300)
      }
      const values = await Promise.all(['k0', 'k1', 'k2'].map(key => scene.log.state(input, key)))
      expect(values.map(value => value && Buffer.from(value).toString())).toEqual(['39', '37', '38'])
      const listed = new Map<string, string>()
      for await (const { key, value } of scene.log.states(input)) listed.set(key, Buffer.from(value).toString())
      expect(Object.fromEntries(listed)).toEqual({ k0: '39', k1: '37', k2: '38' })
    })
  })
}

/** What only has its place, of a log whose scenes have a disk that can be held. */
export const durabilityPromises = (factory: LogFactory): void => {
  describe('what is not durable', () => {
    const scene = useLog(factory)
    const never = new AbortController().signal

    it('is not read, waited for or counted, unless it is read ahead', async () => {
      const disk = scene.disk()!
      const topic = await scene.topic()
      await scene.log.append([record(topic, 'before')])
      const release = disk.hold()
      const { durable } = await scene.log.accept({ ...nothing, records: [record(topic, 'a')] })
      let waited = false
      const plain = (async () => {
        while ((await scene.log.read(at(topic, 1n), 1)).length === 0) await scene.log.wait(at(topic, 1n), never)
        waited = true
      })()
      await scene.log.wait(at(topic, 1n), never, true)
      expect((await readAhead(scene.log, at(topic), 2)).map(textOf)).toEqual(['before', 'a'])
      expect(await scene.log.end(at(topic))).toBe(1n)
      expect(await textsIn(scene.log, topic)).toEqual(['before'])
      expect(waited).toBe(false)
      release()
      await durable
      await plain
      expect(await textsIn(scene.log, topic)).toEqual(['before', 'a'])
    })
  })
}
