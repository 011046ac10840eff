import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Commit, Ownership } from '../../processors/ports/log.ts'
import { eventually } from '../services/eventually.ts'
import {
  at,
  bytes,
  commitInTime,
  eachHolds,
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

export const lossPromises = (factory: LogFactory): void => {
  describe('a loss', () => {
    const scene = useLog(factory)

    /** A group that has committed 1, and commits of other numbers, each a record, progress and a state. */
    const working = async () => {
      const input = await scene.topic()
      const output = await scene.topic()
      const group = `g.${input}`
      const member = await followAll(scene.log, group, [input])
      const numbered = (i: number, owner: Ownership): Commit => ({
        records: [record(output, `${i}`, { headers: { ce_id: `${input}.${i}`, ce_subject: input } })],
        progress: [{ topic: input, partition: 0, next: BigInt(i), done: [] }],
        owners: [owner],
        state: [{ store: input, key: 'k', value: bytes(`${i}`) }],
      })
      await commitInTime(scene.log, member, () => numbered(1, held(member, input)))
      // A rebalance that an unkind log has begun is over after this.
      await scene.log.synced()
      await nextTurn()
      return { input, output, group, member, numbered }
    }

    it('takes back all from the first that was lost on: records, state and progress', async () => {
      const disk = scene.disk()!
      const { input, output, group, member, numbered } = await working()
      const release = disk.hold()
      disk.fail(1)
      const owner = held(member, input)
      const first = await scene.log.accept(numbered(2, owner))
      const appended = rejects(scene.log.append([record(output, '3')]), 'LOG_UNAVAILABLE')
      expect((await readAhead(scene.log, at(output), 3)).map(textOf)).toEqual(['1', '2', '3'])
      release()
      await rejects(first.durable, 'LOG_UNAVAILABLE')
      await appended
      expect((await readAhead(scene.log, at(output), 1)).map(textOf)).toEqual(['1'])
      expect(await scene.log.read(at(output, 1n), 10, true)).toEqual([])
      expect(String(Buffer.from((await scene.log.state(input, 'k'))!))).toBe('1')
      expect((await scene.log.progress(group, at(input))).next).toBe(1n)
      expect(await textsIn(scene.log, output)).toEqual(['1'])
    })

    it('takes every partition away and gives it back under a higher generation, when the disk takes writes again', async () => {
      const disk = scene.disk()!
      const { input, output, member, numbered } = await working()
      const owner = held(member, input)
      const release = disk.hold()
      disk.fail(8)
      const lost = await scene.log.accept(numbered(2, owner))
      // What is built on it is fenced, whenever it comes.
      release()
      await rejects(lost.durable, 'LOG_UNAVAILABLE')
      await rejects(scene.log.accept(numbered(3, owner)), 'LOG_FENCED')
      await commitInTime(scene.log, member, () => numbered(2, held(member, input)))
      expect(held(member, input).generation).toBeGreaterThan(owner.generation)
      expect(await textsIn(scene.log, output)).toEqual(['1', '2'])
    })

    it('leaves a group its partitions that only commits, and has it commit again what was lost', async () => {
      const disk = scene.disk()!
      const { input, output, member, numbered } = await working()
      const { told } = member
      const before = [...told]
      const owner = held(member, input)
      disk.fail(1)
      await rejects(scene.log.commit(numbered(2, owner)), 'LOG_UNAVAILABLE')
      await scene.log.commit(numbered(2, owner))
      expect(told).toEqual(before)
      expect(await textsIn(scene.log, output)).toEqual(['1', '2'])
    })

    it('fences what a group accepts for the first time after it, for that may be made of what was lost', async () => {
      const disk = scene.disk()!
      const { input, output, member, numbered } = await working()
      const owner = held(member, input)
      disk.fail(1)
      await rejects(scene.log.append([record(output, 'lost')]), 'LOG_UNAVAILABLE')
      await rejects(scene.log.accept(numbered(2, owner)), 'LOG_FENCED')
      await eachHolds(1, member)
      expect(held(member, input).generation).toBeGreaterThan(owner.generation)
      await (await scene.log.accept(numbered(2, held(member, input)))).durable
      expect(await textsIn(scene.log, output)).toEqual(['1', '2'])
    })

    it('takes a partition from a group that has just been assigned it, for it may have seen progress that was lost', async () => {
      const disk = scene.disk()!
      const input = await scene.topic({ partitions: 2 })
      const first = await followAll(scene.log, `g.${input}`, [input], 2)
      const release = disk.hold()
      const joining = follow(scene.log, `g.${input}`, [input])
      await nextTurn()
      await nextTurn()
      const progress = [{ topic: input, partition: 1, next: 7n, done: [] }]
      const late = scene.log.commit({ records: [], progress, owners: [held(first, input, 1)] })
      const releaseLate = disk.hold()
      release()
      const second = await joining
      expect((await scene.log.progress(`g.${input}`, at(input, 0n, 1))).next).toBe(7n)
      disk.fail(1)
      releaseLate()
      await rejects(late, 'LOG_UNAVAILABLE')
      expect(second.told).toEqual(['+0/1', '-0/1'])
      await eachHolds(1, second)
      expect((await scene.log.progress(`g.${input}`, at(input, 0n, 1))).next).toBe(0n)
    })

    it('leaves no partition without an owner when a member leaves just then', async () => {
      const disk = scene.disk()!
      const input = await scene.topic({ partitions: 2 })
      const first = await followAll(scene.log, `g.${input}`, [input], 2)
      const second = await follow(scene.log, `g.${input}`, [input])
      await scene.log.synced()
      disk.fail(1)
      await rejects(second.leave(), 'LOG_UNAVAILABLE')
      await eachHolds(2, first)
      expect(first.told).toEqual(['+0/0', '+0/1', '-0/1', '+0/1'])
    })

    for (const how of ['before', 'after'] as const)
      for (const acts of [1, 2, 3, 5])
        it(`is for ever, also after a restart, when ${acts} writes fail ${how} the bytes reach the disk`, async () => {
          const disk = scene.disk()!
          const topic = await scene.topic()
          await scene.log.append([record(topic, 'before')])
          disk.fail(acts, how)
          const long = 'lost '.repeat(100)
          await rejects(scene.log.append([record(topic, long)]), 'LOG_UNAVAILABLE')
          await eventually('it takes records again', async () => {
            const appended = await scene.log.append([record(topic, 'after')]).catch(() => null)
            return appended !== null
          })
          expect(await textsIn(scene.log, topic)).toEqual(['before', 'after'])
          const again = await scene.reopen()
          expect(await textsIn(again, topic)).toEqual(['before', 'after'])
          await again.append([record(topic, 'later')])
          expect(await textsIn(again, topic)).toEqual(['before', 'after', 'later'])
        })

    it('lets `synced` resolve', async () => {
      const disk = scene.disk()!
      const topic = await scene.topic()
      disk.fail(1)
      const { durable } = await scene.log.accept({ records: [record(topic, 'a')], progress: [], owners: [] })
      void durable
      await scene.log.synced()
      expect(await scene.log.read(at(topic), 1, true)).toEqual([])
    })
  })
}
