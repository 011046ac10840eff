import { setTimeout as delay } from 'node:timers/promises'
import type { RedisStore } from '../client.ts'

const pauseMs = 100

export interface Subscriptions {
  add(channel: string): void
  remove(channel: string): void
  close(): void
}

/** Keeps subscribed to what is wanted, on a connection of its own, also where that breaks; in a cluster by shard. */
export const createSubscriptions = (
  redis: RedisStore,
  onMessage: (channel: string, message: string) => void,
): Subscriptions => {
  const commands = redis.subscriber()
  const wanted = new Set<string>()
  let closed = false
  commands.on(redis.cluster ? 'smessage' : 'message', onMessage)

  const subscribe = async (channel: string): Promise<void> => {
    while (!closed && wanted.has(channel)) {
      try {
        await (redis.cluster ? commands.ssubscribe(channel) : commands.subscribe(channel))
        // Nobody may want it any more by the time it is there.
        if (!wanted.has(channel)) await unsubscribe(channel)
        return
      } catch {
        await delay(pauseMs, undefined, { ref: false })
      }
    }
  }
  const unsubscribe = async (channel: string): Promise<void> => {
    try {
      await (redis.cluster ? commands.sunsubscribe(channel) : commands.unsubscribe(channel))
    } catch {
      // A connection that has broken has no subscriptions.
    }
  }

  return {
    add: channel => {
      wanted.add(channel)
      void subscribe(channel)
    },
    remove: channel => {
      wanted.delete(channel)
      void unsubscribe(channel)
    },
    close: () => {
      closed = true
      commands.disconnect()
    },
  }
}
