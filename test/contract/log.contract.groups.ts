import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eventually } from '../services/eventually.ts'
import { at, eachHolds, follow, followAll, held, type LogFactory, rejects, useLog } from './log.contract.kit.ts'

export const groupPromises = (factory: LogFactory): void => {
  describe('groups', () => {
    const scene = useLog(factory)
    const numbers = (assigned: readonly { partition: number }[]) =>
      [...new Set(assigned.map(each => each.partition))].sort()

    it('give a lone member every partition of every topic', async () => {
      const topics = [await scene.topic({ partitions: 3 }), await scene.topic({ partitions: 3 })]
      const member = await followAll(scene.log, `g.${topics[0]}`, topics, 3)
      expect(member.told.sort()).toEqual(['+0/0', '+0/1', '+0/2', '+1/0', '+1/1', '+1/2'])
    })

    it('share partitions between members, none twice, equal numbers of all topics together', async () => {
      const topics = [await scene.topic({ partitions: 4 }), await scene.topic({ partitions: 4 })]
      const first = await follow(scene.log, `g.${topics[0]}`, topics)
      const second = await follow(scene.log, `g.${topics[0]}`, topics)
      await eachHolds(4, first, second)
      for (const member of [first, second])
        for (const topic of topics)
          expect(numbers(member.assigned().filter(each => each.topic === topic))).toEqual(numbers(member.assigned()))
      expect([...numbers(first.assigned()), ...numbers(second.assigned())].sort()).toEqual([0, 1, 2, 3])
    })

    it('revoke a partition before they assign it to another member', async () => {
      const topic = await scene.topic({ partitions: 2 })
      const told: string[] = []
      const first = await follow(scene.log, `g.${topic}`, [topic], told, 'first')
      await eachHolds(2, first)
      const second = await follow(scene.log, `g.${topic}`, [topic], told, 'second')
      await eachHolds(1, first, second)
      const { partition } = second.assigned()[0]!
      const revoked = told.lastIndexOf(`first-0/${partition}`)
      expect(revoked).toBeGreaterThanOrEqual(0)
      expect(told.lastIndexOf(`second+0/${partition}`)).toBeGreaterThan(revoked)
    })

    it('move the partitions of a member that leaves', async () => {
      const topic = await scene.topic({ partitions: 2 })
      const first = await follow(scene.log, `g.${topic}`, [topic])
      const second = await follow(scene.log, `g.${topic}`, [topic])
      await eachHolds(1, second)
      await first.leave()
      await eachHolds(2, second)
      expect(first.assigned()).toEqual([])
    })

    it('raise the generation of a partition with each assignment, over restarts too', async () => {
      const topic = await scene.topic()
      const generations: number[] = []
      for (let round = 0; round < 3; round++) {
        const member = await followAll(scene.log, `g.${topic}`, [topic])
        generations.push(held(member, topic).generation)
        if (round === 1) await scene.reopen()
        else await member.leave()
      }
      expect(generations).toEqual([...generations].sort((a, b) => a - b))
      expect(new Set(generations).size).toBe(3)
    })

    it('show a new owner all progress that the owner before it committed', async () => {
      const topic = await scene.topic({ partitions: 2 })
      const group = `g.${topic}`
      const first = await followAll(scene.log, group, [topic], 2)
      let committed = 0n
      let left = false
      let seen: Promise<bigint> | null = null
      const committing = (async () => {
        while (!left)
          try {
            const progress = [{ topic, partition: 1, next: committed + 1n, done: [] }]
            await scene.log.commit({ records: [], progress, owners: [held(first, topic, 1)] })
            committed++
          } catch {
            // Fenced by a rebalance that gives the partition back, or by leaving.
            await sleep(1)
          }
      })()
      await eventually('three are committed', () => committed >= 3n)
      const ask = () => {
        seen ??= scene.log.progress(group, at(topic, 0n, 1)).then(({ next }) => next)
      }
      left = true
      await first.leave()
      const second = await scene.log.join(group, [topic], { onAssigned: ask, onRevoked: () => undefined })
      await eachHolds(2, second)
      await committing
      expect(await seen).toBe(committed)
    })

    it('read topics with equal numbers of partitions only', async () => {
      const topics = [await scene.topic({ partitions: 2 }), await scene.topic({ partitions: 3 })]
      await rejects(follow(scene.log, `g.${topics[0]}`, topics), 'CONFIG_INVALID')
    })
  })
}
