import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { openRedisReplyChannel } from '../../infra/redis/reply/channel.ts'
import type { Reply } from '../../processors/ports/reply.ts'
import { eventually } from '../services/eventually.ts'
import { onEachRedis } from '../services/redis-suite.ts'
import { replyContract, token } from './reply.contract.ts'

onEachRedis((name, suite) => {
  replyContract(name, () => {
    const channel = openRedisReplyChannel(suite().redis(), suite().prefix())
    return { channel, close: channel.close }
  })

  const two = () => {
    const prefix = suite().prefix()
    const channels = [0, 1].map(() => openRedisReplyChannel(suite().redis(), prefix))
    onTestFinished(() => {
      for (const channel of channels) channel.close()
    })
    return { gateway: channels[0]!, worker: channels[1]! }
  }
  const textOf = (heard: readonly Reply[]): string =>
    heard.map(reply => (reply.kind === 'token' ? reply.text : '!')).join('')

  it('what another process publishes comes to the gateway that listens, each turn to its own', async () => {
    const { gateway, worker } = two()
    const turns = Array.from({ length: 20 }, (_, n) => `t${n}`)
    const heard = new Map(turns.map(turn => [turn, [] as Reply[]]))
    for (const turn of turns) gateway.subscribe(turn, reply => heard.get(turn)!.push(reply))
    await delay(300)
    for (let n = 0; n < 50; n++) for (const turn of turns) worker.publish(turn, token(`${turn} ${n}, `))
    for (const turn of turns) worker.publish(turn, token('end'))
    const expected = (turn: string): string => `${Array.from({ length: 50 }, (_, n) => `${turn} ${n}, `).join('')}end`
    await eventually('all has come', () => turns.every(turn => textOf(heard.get(turn)!) === expected(turn)))
  })
  it('who comes late hears nothing of what has begun, and all from a restart on', async () => {
    const { gateway, worker } = two()
    worker.publish('t', token('a'))
    await delay(100)
    const heard: Reply[] = []
    gateway.subscribe('t', reply => heard.push(reply))
    await delay(300)
    worker.publish('t', token('b'))
    worker.publish('t', { kind: 'restart' })
    worker.publish('t', token('c'))
    await eventually('the rest has come', () => textOf(heard) === 'c')
  })
  it('that the client has left reaches the process that answers', async () => {
    const { gateway, worker } = two()
    const leave = gateway.subscribe('t', () => undefined)
    await delay(300)
    const signal = worker.cancelled('t')
    worker.publish('t', token('a'))
    await delay(300)
    expect(signal?.aborted).toBe(false)
    leave()
    await delay(300)
    worker.publish('t', token('b'))
    await eventually('it is known', () => signal?.aborted === true)
    // Also to one that only then begins.
    const late = worker.cancelled('t')
    await eventually('it is known later', () => late?.aborted === true)
  })
  it('of a turn that nobody has listened to nothing is said', async () => {
    const { worker } = two()
    const signal = worker.cancelled('t')
    worker.publish('t', token('a'))
    await delay(300)
    expect(signal?.aborted ?? false).toBe(false)
  })
})
