import { describe, expect, it } from 'vitest'
import { at, bytes, type LogFactory, readAll, record, rejects, textOf, textsIn, useLog } from './log.contract.kit.ts'

export const recordPromises = (factory: LogFactory): void => {
  describe('topics', () => {
    const scene = useLog(factory)

    it('are listed as they were created', async () => {
      const name = await scene.topic({ partitions: 3, cleanup: 'compact' })
      const spec = (await scene.log.topics()).find(each => each.name === name)
      expect(spec).toEqual({ name, partitions: 3, cleanup: 'compact', retentionMs: null })
    })

    it('may be created again, and keep their records', async () => {
      const topic = await scene.topic({ partitions: 2 })
      await scene.log.append([record(topic, 'a')])
      await scene.log.createTopics([{ name: topic, partitions: 2, cleanup: 'delete', retentionMs: null }])
      expect(await textsIn(scene.log, topic)).toEqual(['a'])
    })

    it('never change their number of partitions', async () => {
      const topic = await scene.topic({ partitions: 2 })
      const other = { name: topic, partitions: 3, cleanup: 'delete', retentionMs: null } as const
      await rejects(scene.log.createTopics([other]), 'CONFIG_INVALID')
      expect((await scene.log.topics()).find(each => each.name === topic)?.partitions).toBe(2)
    })

    it('that do not exist are refused by name, partition and all', async () => {
      const topic = await scene.topic({ partitions: 2 })
      await rejects(scene.log.append([record('contract.none', 'a')]), 'UNKNOWN_TOPIC')
      await rejects(scene.log.append([record(topic, 'a', { partition: 2 })]), 'UNKNOWN_TOPIC')
      await rejects(scene.log.read(at('contract.none'), 1), 'UNKNOWN_TOPIC')
      await rejects(scene.log.begin(at('contract.none')), 'UNKNOWN_TOPIC')
      await rejects(scene.log.end(at('contract.none')), 'UNKNOWN_TOPIC')
      const listener = { onAssigned: () => undefined, onRevoked: () => undefined }
      await rejects(scene.log.join('group', ['contract.none'], listener), 'UNKNOWN_TOPIC')
    })
  })

  describe('records', () => {
    const scene = useLog(factory)

    it('are read in the order in which they were appended, at the positions that append gave', async () => {
      const topic = await scene.topic()
      const first = await scene.log.append([record(topic, 'a'), record(topic, 'b')])
      const second = await scene.log.append([record(topic, 'c')])
      const found = await readAll(scene.log, at(topic))
      expect(found.map(textOf)).toEqual(['a', 'b', 'c'])
      expect(found.map(each => each.offset)).toEqual([...first, ...second].map(each => each.offset))
    })

    it('have offsets of their own in each partition', async () => {
      const topic = await scene.topic({ partitions: 2 })
      const positions = await scene.log.append([
        record(topic, 'a', { partition: 1 }),
        record(topic, 'b', { partition: 0 }),
        record(topic, 'c', { partition: 1 }),
      ])
      expect(positions.map(({ partition }) => partition)).toEqual([1, 0, 1])
      expect(positions[1]!.offset).toBe(0n)
      expect(await textsIn(scene.log, topic, 0)).toEqual(['b'])
      expect(await textsIn(scene.log, topic, 1)).toEqual(['a', 'c'])
    })

    it('are read from an offset on, no more than asked for, and none at the end', async () => {
      const topic = await scene.topic()
      const positions = await scene.log.append(['a', 'b', 'c', 'd'].map(value => record(topic, value)))
      const [first] = await scene.log.read(at(topic, positions[1]!.offset), 1)
      expect(textOf(first!)).toBe('b')
      expect((await scene.log.read(at(topic, positions[1]!.offset), 2)).length).toBeLessThanOrEqual(2)
      expect(await scene.log.read(at(topic, await scene.log.end(at(topic))), 10)).toEqual([])
    })

    it('begin at 0 and end one past the last', async () => {
      const topic = await scene.topic()
      expect(await scene.log.begin(at(topic))).toBe(0n)
      expect(await scene.log.end(at(topic))).toBe(0n)
      const [position] = await scene.log.append([record(topic, 'a')])
      expect(await scene.log.end(at(topic))).toBeGreaterThan(position!.offset)
    })

    it('are appended all or none', async () => {
      const topic = await scene.topic()
      await rejects(scene.log.append([record(topic, 'a'), record('contract.none', 'b')]), 'UNKNOWN_TOPIC')
      expect(await textsIn(scene.log, topic)).toEqual([])
      expect(await scene.log.append([])).toEqual([])
    })

    it('come back byte by byte: no key, no value, an empty value, any byte, any character in a header', async () => {
      const topic = await scene.topic()
      const all = Uint8Array.from({ length: 256 }, (_, i) => i)
      const headers = {
        ce_id: 'e-1',
        ce_subject: 'turn-1',
        empty: '',
        'x-named': 'Grüße, 世界 🚀',
        ähnlich: '\u0000\n"',
      }
      const sent = [
        record(topic, null, { key: bytes('k') }),
        record(topic, '', { key: null }),
        record(topic, 'x', { key: new Uint8Array(0) }),
        record(topic, null, { key: all, value: all, headers, timestampMs: 1_234_567_890_123 }),
      ]
      await scene.log.append(sent)
      const found = await readAll(scene.log, at(topic))
      const plain = (bits: Uint8Array | null) => (bits === null ? null : [...bits])
      const shape = ({ key, value, headers, timestampMs }: (typeof sent)[number]) => ({
        key: plain(key),
        value: plain(value),
        headers,
        timestampMs,
      })
      expect(found.map(shape)).toEqual(sent.map(shape))
    })

    it('may be as large as 1 MB', async () => {
      const topic = await scene.topic()
      const value = Buffer.alloc(1_000_000, 'turnstream ')
      await scene.log.append([record(topic, 'before'), { ...record(topic, null), value }, record(topic, 'after')])
      const found = await readAll(scene.log, at(topic))
      expect(found.length).toBe(3)
      expect(Buffer.compare(Buffer.from(found[1]!.value!), value)).toBe(0)
    })

    it('keep the bytes they had when they were appended', async () => {
      const topic = await scene.topic()
      const value = bytes('before')
      const appended = scene.log.append([{ ...record(topic, null), value }])
      value.set(bytes('after!'))
      await appended
      expect(await textsIn(scene.log, topic)).toEqual(['before'])
    })

    it('of 200 concurrent callers are all there, once, in the order of each caller', async () => {
      const topic = await scene.topic({ partitions: 2 })
      const caller = async (c: number) => {
        const positions = []
        for (let i = 0; i < 5; i++)
          positions.push(...(await scene.log.append([record(topic, `${c}.${i}`, { partition: c % 2 })])))
        return positions
      }
      const positions = (await Promise.all(Array.from({ length: 200 }, (_, c) => caller(c)))).flat()
      expect(new Set(positions.map(({ partition, offset }) => `${partition}/${offset}`)).size).toBe(1000)
      const found = [...(await textsIn(scene.log, topic, 0)), ...(await textsIn(scene.log, topic, 1))]
      expect(found.length).toBe(1000)
      for (let c = 0; c < 200; c++)
        expect(found.filter(text => text?.startsWith(`${c}.`))).toEqual([0, 1, 2, 3, 4].map(i => `${c}.${i}`))
    })

    it('survive a restart, and so does the id of the log', async () => {
      const topic = await scene.topic()
      const { id } = scene.log
      await scene.log.append([record(topic, 'a')])
      const again = await scene.reopen()
      expect(again.id).toBe(id)
      expect(await textsIn(again, topic)).toEqual(['a'])
      await again.append([record(topic, 'b')])
      expect(await textsIn(again, topic)).toEqual(['a', 'b'])
    })
  })

  describe('closing', () => {
    const scene = useLog(factory)

    it('waits for what was appended before, and refuses what comes after', async () => {
      const topic = await scene.topic()
      const { log } = scene
      const appended = log.append([record(topic, 'a')])
      await log.close()
      await appended
      await rejects(log.append([record(topic, 'b')]), 'LOG_CLOSED')
      await rejects(log.read(at(topic), 1), 'LOG_CLOSED')
      expect(await textsIn(await scene.reopen(), topic)).toEqual(['a'])
    })
  })
}
