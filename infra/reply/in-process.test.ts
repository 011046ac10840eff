import { expect, it } from 'vitest'
import { createReplyChannel } from './in-process.ts'

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
