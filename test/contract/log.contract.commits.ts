import { describe, expect, it } from 'vitest'
import {
  at,
  bytes,
  collect,
  commitInTime,
  eachHolds,
  follow,
  followAll,
  held,
  type LogFactory,
  record,
  rejects,
  textsIn,
  useLog,
} from './log.contract.kit.ts'

export const commitPromises = (factory: LogFactory): void => {
  describe('commits', () => {
    const scene = useLog(factory)
    const text = (value: Uint8Array | null) => value && Buffer.from(value).toString()

    it('write outputs, progress and state together', async () => {
      const input = await scene.topic()
      const output = await scene.topic()
      const member = await followAll(scene.log, `g.${input}`, [input])
      const [position] = await scene.log.commit({
        records: [record(output, 'out')],
        progress: [{ topic: input, partition: 0, next: 7n, done: [9n, 12n] }],
        owners: [held(member, input)],
        state: [{ store: output, key: 'k', value: bytes('v') }],
      })
      expect(position).toMatchObject({ topic: output, partition: 0 })
      expect(await textsIn(scene.log, output)).toEqual(['out'])
      expect(await scene.log.progress(`g.${input}`, at(input))).toMatchObject({ next: 7n, done: [9n, 12n] })
      expect(text(await scene.log.state(output, 'k'))).toBe('v')
    })

    it('write nothing at all when one of their outputs cannot be written', async () => {
      const input = await scene.topic()
      const member = await followAll(scene.log, `g.${input}`, [input])
      const commit = {
        records: [record(input, 'out'), record('contract.none', 'out')],
        progress: [{ topic: input, partition: 0, next: 7n, done: [] }],
        owners: [held(member, input)],
        state: [{ store: input, key: 'k', value: bytes('v') }],
      }
      await rejects(scene.log.commit(commit), 'UNKNOWN_TOPIC')
      expect(await textsIn(scene.log, input)).toEqual([])
      expect((await scene.log.progress(`g.${input}`, at(input))).next).toBe(0n)
      expect(await scene.log.state(input, 'k')).toBeNull()
    })

    it('are fenced, and write nothing, once their partition has moved to another member', async () => {
      const input = await scene.topic({ partitions: 2 })
      const group = `g.${input}`
      const first = await followAll(scene.log, group, [input], 2)
      const before = first.assigned()
      const second = await follow(scene.log, group, [input])
      await eachHolds(1, first, second)
      const { partition } = second.assigned()[0]!
      const commit = {
        records: [record(input, 'zombie', { partition })],
        progress: [{ topic: input, partition, next: 7n, done: [] }],
        owners: before.filter(each => each.partition === partition),
        state: [{ store: input, key: 'k', value: bytes('v') }],
      }
      await rejects(scene.log.commit(commit), 'LOG_FENCED')
      expect(await textsIn(scene.log, input, partition)).toEqual([])
      expect((await scene.log.progress(group, at(input, 0n, partition))).next).toBe(0n)
      expect(await scene.log.state(input, 'k')).toBeNull()
      await scene.log.commit({ ...commit, owners: second.assigned() })
      expect(await textsIn(scene.log, input, partition)).toEqual(['zombie'])
    })

    it('are fenced from the moment their member leaves, also when it joins again', async () => {
      const input = await scene.topic()
      const first = await followAll(scene.log, `g.${input}`, [input])
      const owners = [held(first, input)]
      const commit = {
        records: [record(input, 'late')],
        progress: [{ topic: input, partition: 0, next: 1n, done: [] }],
        owners,
      }
      const leaving = first.leave()
      await rejects(scene.log.commit(commit), 'LOG_FENCED')
      await leaving
      const again = await followAll(scene.log, `g.${input}`, [input])
      await rejects(scene.log.commit(commit), 'LOG_FENCED')
      expect(held(again, input).generation).toBeGreaterThan(owners[0]!.generation)
      expect(await textsIn(scene.log, input)).toEqual([])
    })

    it('are fenced when they have progress on a partition and not its ownership', async () => {
      const input = await scene.topic({ partitions: 2 })
      const member = await followAll(scene.log, `g.${input}`, [input], 2)
      const progress = [{ topic: input, partition: 0, next: 1n, done: [] }]
      await rejects(scene.log.commit({ records: [], progress, owners: [held(member, input, 1)] }), 'LOG_FENCED')
      expect((await scene.log.progress(`g.${input}`, at(input))).next).toBe(0n)
    })

    it('start at the begin of a partition for a group that has committed nothing', async () => {
      const input = await scene.topic({ retentionMs: 1 })
      await scene.log.append([record(input, 'old')])
      await scene.log.applyRetention(Number.MAX_SAFE_INTEGER)
      const next = await scene.log.begin(at(input))
      expect(await scene.log.progress(`g.${input}`, at(input))).toEqual({ topic: input, partition: 0, next, done: [] })
    })

    it('of a group concern no other group', async () => {
      const input = await scene.topic()
      const one = await followAll(scene.log, `one.${input}`, [input])
      const progress = [{ topic: input, partition: 0, next: 3n, done: [] }]
      await scene.log.commit({ records: [], progress, owners: [held(one, input)] })
      expect((await scene.log.progress(`two.${input}`, at(input))).next).toBe(0n)
    })

    it('survive a restart: progress with what was done out of order, and state', async () => {
      const input = await scene.topic()
      const member = await followAll(scene.log, `g.${input}`, [input])
      await scene.log.commit({
        records: [],
        progress: [{ topic: input, partition: 0, next: 10n, done: [12n, 2n ** 40n] }],
        owners: [held(member, input)],
        state: [{ store: input, key: 'k', value: bytes('v') }],
      })
      const again = await scene.reopen()
      const progress = await again.progress(`g.${input}`, at(input))
      expect(progress).toEqual({ topic: input, partition: 0, next: 10n, done: [12n, 2n ** 40n] })
      expect(text(await again.state(input, 'k'))).toBe('v')
    })
  })

  describe('keyed state', () => {
    const scene = useLog(factory)

    it('is overwritten, deleted and listed by store', async () => {
      const input = await scene.topic()
      const member = await followAll(scene.log, `g.${input}`, [input])
      const write = (store: string, entries: Record<string, string | null>) =>
        commitInTime(scene.log, member, () => ({
          records: [],
          progress: [],
          owners: [held(member, input)],
          state: Object.entries(entries).map(([key, value]) => ({
            store,
            key,
            value: value === null ? null : bytes(value),
          })),
        }))
      await write(input, { a: '1', 'ключ/🔑': '2', gone: '3', '': 'empty key' })
      await write(`${input}.more`, { a: 'other store' })
      await write(input, { a: '10', gone: null })
      const listed = await collect(scene.log.states(input))
      const found = new Map(listed.map(({ key, value }) => [key, Buffer.from(value).toString()]))
      expect(found).toEqual(
        new Map([
          ['a', '10'],
          ['ключ/🔑', '2'],
          ['', 'empty key'],
        ]),
      )
      expect(await scene.log.state(input, 'gone')).toBeNull()
      expect(await scene.log.state(`${input}.none`, 'a')).toBeNull()
    })
  })
}
