import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { openRedisReplyChannel } from '../../infra/redis/reply/channel.ts'
import type { Reply } from '../../processors/ports/reply.ts'
import { eventually } from '../services/eventually.ts'
import { describeOnEachRedis, listenedTo, reached } from '../services/on-redis.ts'
import { replyContract, token } from './reply.contract.ts'

await describeOnEachRedis('Replies', (name, on) => {
  replyContract(name, () => {
    const channel = openRedisReplyChannel(on.redis(), on.prefix())
    return { channel, close: channel.close }
  })

  const two = () => {
    const prefix = on.prefix()
    const channels = [0, 1].map(() => openRedisReplyChannel(on.redis(), prefix))
    onTestFinished(() => {
      for (const channel of channels) channel.close()
    })
    return {
      gateway: channels[0]!,
      worker: channels[1]!,
      channel: (turn: string) => `${prefix}reply:${turn}`,
      /** How many processes are known to listen. */
      listeners: async () => Number(await on.redis().run(commands => commands.get(`${prefix}reply.listeners:t`))),
    }
  }
  const textOf = (heard: readonly Reply[]): string =>
    heard.map(reply => (reply.kind === 'token' ? reply.text : '!')).join('')

  it('what another process publishes comes to the gateway that listens, each turn to its own', async () => {
    const { gateway, worker, channel } = two()
    const turns = Array.from({ length: 20 }, (_, n) => `t${n}`)
    const heard = new Map(turns.map(turn => [turn, [] as Reply[]]))
    for (const turn of turns) gateway.subscribe(turn, reply => heard.get(turn)!.push(reply))
    for (const turn of turns) await listenedTo(on.redis(), channel(turn))
    for (let n = 0; n < 50; n++) for (const turn of turns) worker.publish(turn, token(`${turn} ${n}, `))
    for (const turn of turns) worker.publish(turn, token('end'))
    const expected = (turn: string): string => `${Array.from({ length: 50 }, (_, n) => `${turn} ${n}, `).join('')}end`
    await eventually('all has come', () => turns.every(turn => textOf(heard.get(turn)!) === expected(turn)))
  })
  it('who comes late hears nothing of what has begun, and all from a restart on', async () => {
    const { gateway, worker, channel } = two()
    worker.publish('t', token('a'))
    // Goes the same way behind it.
    expect(await reached(on.redis(), channel('t'))).toBe(0)
    const heard: Reply[] = []
    gateway.subscribe('t', reply => heard.push(reply))
    await listenedTo(on.redis(), channel('t'))
    worker.publish('t', token('b'))
    worker.publish('t', { kind: 'restart' })
    worker.publish('t', token('c'))
    await eventually('the rest has come', () => textOf(heard) === 'c')
  })
  it('that the client has left reaches the process that answers', async () => {
    const { gateway, worker, channel, listeners } = two()
    const leave = gateway.subscribe('t', () => undefined)
    await listenedTo(on.redis(), channel('t'))
    await eventually('it is counted', async () => (await listeners()) === 1)
    const signal = worker.cancelled('t')
    worker.publish('t', token('a'))
    await delay(300)
    expect(signal?.aborted).toBe(false)
    leave()
    await eventually('it is counted no more', async () => (await listeners()) === 0)
    await eventually('it is known', () => {
      worker.publish('t', token('b'))
      return signal?.aborted === true
    })
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
