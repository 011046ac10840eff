import { expect, it } from 'vitest'
import type { Reply } from '../../processors/ports/reply.ts'
import { createReplyChannel } from './in-process.ts'

const token = (text: string): Reply => ({ kind: 'token', text })

it('brings what is published, in order, to each listener of the turn and to no other', () => {
  const channel = createReplyChannel()
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

it('tells whether anyone listens', () => {
  const channel = createReplyChannel()
  expect(channel.listened('t1')).toBe(false)
  const leave = channel.subscribe('t1', () => undefined)
  expect(channel.listened('t1')).toBe(true)
  leave()
  expect(channel.listened('t1')).toBe(false)
})

it('signals when the last listener leaves, not before', () => {
  const channel = createReplyChannel()
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

it('tells whoever asks later that the last listener has left, until someone listens again', () => {
  const channel = createReplyChannel()
  expect(channel.cancelled('t1')).toBeUndefined()
  channel.subscribe('t1', () => undefined)()
  expect(channel.cancelled('t1')?.aborted).toBe(true)
  channel.subscribe('t1', () => undefined)
  expect(channel.cancelled('t1')?.aborted).toBe(false)
})

it('remembers who has left in bounded room', () => {
  const channel = createReplyChannel()
  for (let turn = 0; turn <= 10_000; turn++) channel.subscribe(`t${turn}`, () => undefined)()
  expect(channel.cancelled('t0')).toBeUndefined()
  expect(channel.cancelled('t10000')?.aborted).toBe(true)
})

it('goes on where a listener throws', () => {
  const channel = createReplyChannel()
  const heard: Reply[] = []
  channel.subscribe('t1', () => {
    throw new Error('the socket is closed')
  })
  channel.subscribe('t1', reply => heard.push(reply))
  channel.publish('t1', token('a'))
  expect(heard).toEqual([token('a')])
})
