import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InProcessReplyChannel } from '../../infra/reply/in-process.ts'
import type { Reply } from '../../processors/ports/reply.ts'

export const token = (text: string): Reply => ({ kind: 'token', text })

/** What every reply channel promises to those in one process. */
export const replyContract = (
  name: string,
  open: () => { readonly channel: InProcessReplyChannel; close(): void },
): void => {
  describe(`${name} keeps the promises of a reply channel:`, () => {
    let channel: InProcessReplyChannel
    let close: () => void
    beforeEach(() => {
      ;({ channel, close } = open())
    })
    afterEach(() => close())

    it('what is published comes, in order, to each listener of the turn and to no other', () => {
      const [one, two, other]: Reply[][] = [[], [], []]
      channel.subscribe('t1', reply => one?.push(reply))
      channel.publish('t1', token('a'))
      channel.subscribe('t1', reply => two?.push(reply))
      channel.subscribe('t2', reply => other?.push(reply))
      channel.publish('t1', { kind: 'restart' })
      channel.publish('t1', token('b'))
      expect(one).toEqual([token('a'), { kind: 'restart' }, token('b')])
      expect(two).toEqual([{ kind: 'restart' }, token('b')])
      expect(other).toEqual([])
    })
    it('it is known whether anyone listens', () => {
      expect(channel.listened('t1')).toBe(false)
      const leave = channel.subscribe('t1', () => undefined)
      expect(channel.listened('t1')).toBe(true)
      leave()
      expect(channel.listened('t1')).toBe(false)
    })
    it('it is signalled when the last listener leaves, not before', () => {
      const same = (): void => undefined
      const first = channel.subscribe('t1', same)
      const second = channel.subscribe('t1', same)
      const signal = channel.cancelled('t1')
      first()
      first()
      expect(signal?.aborted).toBe(false)
      second()
      expect(signal?.aborted).toBe(true)
    })
    it('a listener that throws does not keep others from listening', () => {
      const heard: Reply[] = []
      channel.subscribe('t1', () => {
        throw new Error('the socket is closed')
      })
      channel.subscribe('t1', reply => heard.push(reply))
      channel.publish('t1', token('a'))
      expect(heard).toEqual([token('a')])
    })
  })
}
