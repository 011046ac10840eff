import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  at,
  bytes,
  collect,
  type LogFactory,
  readAll,
  record,
  rejects,
  textOf,
  textsIn,
  useLog,
} from './log.contract.kit.ts'

const keyed = (topic: string, key: string, value: string | null) => record(topic, value, { key: bytes(key) })

export const viewPromises = (factory: LogFactory): void => {
  describe('the compacted view', () => {
    const scene = useLog(factory)

    it('has the last record of each key, in the order of offsets, and none of a key whose last is a tombstone', async () => {
      const topic = await scene.topic({ cleanup: 'compact' })
      await scene.log.append([
        keyed(topic, 'a', 'a1'),
        keyed(topic, 'b', 'b1'),
        keyed(topic, 'c', 'c1'),
        keyed(topic, 'a', 'a2'),
        keyed(topic, 'b', null),
        keyed(topic, 'd', null),
        keyed(topic, 'd', 'd2'),
      ])
      const found = await collect(scene.log.compacted(at(topic)))
      expect(found.map(textOf)).toEqual(['c1', 'a2', 'd2'])
    })

    it('works on a journal too, which still reads whole', async () => {
      const topic = await scene.topic()
      await scene.log.append([keyed(topic, 'a', 'a1'), keyed(topic, 'a', 'a2')])
      expect((await collect(scene.log.compacted(at(topic)))).map(textOf)).toEqual(['a2'])
      expect(await textsIn(scene.log, topic)).toEqual(['a1', 'a2'])
    })
  })

  describe('offsetAt', () => {
    const scene = useLog(factory)
    const T = 1_700_000_000_000

    it('is the first offset with that time or a later one, whatever the order of times', async () => {
      const topic = await scene.topic()
      const times = [5_000, 2_000, 2_300, 9_000, 1_000, 9_001, 20_000, 7_000]
      const positions = await scene.log.append(times.map(ms => record(topic, `${ms}`, { timestampMs: T + ms })))
      const end = await scene.log.end(at(topic))
      for (const asked of [-1, 0, 1_000, 2_000, 4_999, 5_000, 5_001, 8_999, 9_000, 9_001, 9_002, 20_000, 20_001]) {
        const place = times.findIndex(ms => ms >= asked)
        const expected = place < 0 ? end : positions[place]!.offset
        expect(await scene.log.offsetAt(at(topic), T + asked), `at ${asked}`).toBe(expected)
      }
    })

    it('is the end of an empty partition', async () => {
      const topic = await scene.topic()
      expect(await scene.log.offsetAt(at(topic), T)).toBe(0n)
    })
  })

  describe('retention', () => {
    const scene = useLog(factory)
    // Ahead of the clock, so that nothing is too old yet for brokers that drop records of themselves, at a time of their own.
    const NOW = Date.now() + 600_000
    const aged = (topic: string, ageMs: number) => record(topic, `${ageMs}`, { timestampMs: NOW - ageMs })

    it('drops what is too old from the start of a partition and moves its begin', async () => {
      const topic = await scene.topic({ retentionMs: 1_000 })
      const positions = await scene.log.append([5_000, 3_000, 500, 4_000, 100].map(ms => aged(topic, ms)))
      expect(await scene.log.applyRetention(NOW)).toBe(2)
      expect(await scene.log.begin(at(topic))).toBe(positions[2]!.offset)
      expect(await textsIn(scene.log, topic)).toEqual(['500', '4000', '100'])
      await rejects(scene.log.read(at(topic, 0n), 10), 'OFFSET_OUT_OF_RANGE')
      expect(await scene.log.offsetAt(at(topic), NOW - 4_500)).toBe(positions[2]!.offset)
      expect(await scene.log.offsetAt(at(topic), NOW - 100)).toBe(positions[4]!.offset)
    })

    it('leaves offsets as they are when everything is dropped', async () => {
      const topic = await scene.topic({ retentionMs: 1_000 })
      await scene.log.append([aged(topic, 5_000), aged(topic, 4_000)])
      const end = await scene.log.end(at(topic))
      expect(await scene.log.applyRetention(NOW)).toBe(2)
      expect(await scene.log.begin(at(topic))).toBe(end)
      expect(await readAll(scene.log, at(topic))).toEqual([])
      const again = await scene.reopen()
      const [position] = await again.append([aged(topic, 0)])
      expect(position!.offset).toBeGreaterThanOrEqual(end)
    })

    it('drops nothing of a topic that is kept for ever', async () => {
      const topic = await scene.topic()
      await scene.log.append([aged(topic, 1e12)])
      expect(await scene.log.applyRetention(NOW)).toBe(0)
      expect(await textsIn(scene.log, topic)).toEqual(['1000000000000'])
    })
  })

  describe('waiting', () => {
    const scene = useLog(factory)
    const never = new AbortController().signal

    it('is over at once when a record is there', async () => {
      const topic = await scene.topic()
      await scene.log.append([record(topic, 'a')])
      await scene.log.wait(at(topic), never)
    })

    it('is over when a record comes', async () => {
      const topic = await scene.topic()
      const seen = (async () => {
        // Waking early is allowed, missing the record is not.
        while ((await scene.log.read(at(topic), 1)).length === 0) await scene.log.wait(at(topic), never)
      })()
      await sleep(20)
      await scene.log.append([record(topic, 'a')])
      await seen
    })

    it('ends with the reason of its signal', async () => {
      const topic = await scene.topic()
      const controller = new AbortController()
      const reason = new Error('enough')
      const waiting = (async () => {
        for (;;) await scene.log.wait(at(topic), controller.signal)
      })()
      setTimeout(() => controller.abort(reason), 20)
      await expect(waiting).rejects.toBe(reason)
      await expect(scene.log.wait(at(topic), controller.signal)).rejects.toBe(reason)
    })

    it('ends when the log closes', async () => {
      const topic = await scene.topic()
      const waiting = (async () => {
        for (;;) await scene.log.wait(at(topic), never)
      })()
      const rejected = rejects(waiting, 'LOG_CLOSED')
      await scene.log.close()
      await rejected
      await scene.reopen()
    })
  })
}
