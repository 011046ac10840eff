import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Reply } from '../../../processors/ports/reply.ts'
import { createReplyChannel, type InProcessReplyChannel } from '../../reply/in-process.ts'
import type { RedisStore } from '../client.ts'
import { createAudiences } from './audiences.ts'
import { createOrder } from './order.ts'
import { createSubscriptions } from './subscriptions.ts'
import { packReply, unpackReply } from './wire.ts'

export interface RedisReplyChannel extends InProcessReplyChannel {
  close(): void
}

/** Bytes on their way to Redis, beyond which turns are no longer told between processes. */
const mostOnTheWay = 4 * 2 ** 20
/** Turns of which it is remembered what was sent, or that their listeners have left. */
const mostTurns = 10_000

interface Sending {
  place: number
  /** Once something could not be sent, nothing more is: what was told stays the beginning of the answer. */
  broken: boolean
}

/**
 * The reply channel between the processes that share a Redis. Within a process replies go directly, between them by
 * pub/sub, each turn under its own channel `reply:{turn}`, sharded in a cluster. Best effort: what is lost is the rest of a
 * stream, never a piece in its middle, and `chat.answers` has it all.
 */
export const openRedisReplyChannel = (redis: RedisStore, prefix = ''): RedisReplyChannel => {
  const local = createReplyChannel()
  const own = randomBytes(6).toString('base64url')
  const channelOf = (turnId: string): string => `${prefix}reply:${turnId}`
  const sending = new LRUCache<string, Sending>({ max: mostTurns })
  const orders = new Map<string, ReturnType<typeof createOrder>>()
  const audiences = createAudiences(redis, prefix, mostTurns)
  let onTheWay = 0

  const subscriptions = createSubscriptions(redis, (channel, message) => {
    const turnId = channel.slice(prefix.length + 'reply:'.length)
    const sent = unpackReply(message)
    // What this process sends has been told here already.
    if (!sent || sent.from === own) return
    for (const reply of orders.get(turnId)?.(sent) ?? []) local.publish(turnId, reply)
  })

  const send = async (turnId: string, turn: Sending, reply: Reply): Promise<void> => {
    const message = packReply({ from: own, place: turn.place++, reply })
    onTheWay += message.length
    try {
      const channel = channelOf(turnId)
      const heard = await redis.run(commands =>
        redis.cluster ? commands.spublish(channel, message) : commands.publish(channel, message),
      )
      if (heard === 0 && !local.listened(turnId)) audiences.check(turnId)
    } catch {
      turn.broken = true
    } finally {
      onTheWay -= message.length
    }
  }

  return {
    publish: (turnId, reply) => {
      local.publish(turnId, reply)
      const turn = sending.get(turnId) ?? { place: 0, broken: false }
      sending.set(turnId, turn)
      if (onTheWay > mostOnTheWay) turn.broken = true
      if (!turn.broken) void send(turnId, turn, reply)
    },
    subscribe: (turnId, listener) => {
      if (!local.listened(turnId)) {
        orders.set(turnId, createOrder())
        subscriptions.add(channelOf(turnId))
        audiences.joined(turnId)
      }
      const leave = local.subscribe(turnId, listener)
      let left = false
      return () => {
        if (left) return
        left = true
        leave()
        if (local.listened(turnId)) return
        orders.delete(turnId)
        subscriptions.remove(channelOf(turnId))
        audiences.left(turnId)
      }
    },
    listened: local.listened,
    // One that somebody listens to here is known; of others Redis is asked.
    cancelled: turnId => local.cancelled(turnId) ?? audiences.gone(turnId),
    close: subscriptions.close,
  }
}
