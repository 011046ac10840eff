import { LRUCache } from 'lru-cache'
import type { Reply, ReplyChannel } from '../../processors/ports/reply.ts'

type Listener = (reply: Reply) => void

interface Audience {
  readonly listeners: Set<Listener>
  readonly left: AbortController
}

export interface InProcessReplyChannel extends ReplyChannel {
  /**
   * Aborts when the last listener of a turn leaves, and is aborted where that has happened before anyone asked;
   * undefined where nobody has listened.
   */
  cancelled(turnId: string): AbortSignal | undefined
}

/** Turns whose listeners have left are remembered up to this number: long enough for a call that is about to begin. */
const mostLeft = 10_000

/** For all of whom it is remembered: a signal and a reason for each turn would be most of what a turn leaves in memory. */
const gone = AbortSignal.abort(new Error('the client has left'))

/** The reply channel within one process. Keeps nothing for those who come late and nothing of turns without listeners but that they left. */
export const createReplyChannel = (): InProcessReplyChannel => {
  const audiences = new Map<string, Audience>()
  const left = new LRUCache<string, true>({ max: mostLeft })

  const audienceOf = (turnId: string): Audience => {
    const known = audiences.get(turnId)
    if (known) return known
    const audience: Audience = { listeners: new Set(), left: new AbortController() }
    audiences.set(turnId, audience)
    left.delete(turnId)
    return audience
  }

  return {
    publish: (turnId, reply) => {
      const listeners = audiences.get(turnId)?.listeners ?? []
      for (const listener of listeners) {
        try {
          listener(reply)
        } catch {
          // A client that cannot be written to must not fail the call, which others may have joined.
        }
      }
    },
    subscribe: (turnId, listener) => {
      const audience = audienceOf(turnId)
      // Wrapped, so that the same function may listen twice.
      const own: Listener = reply => listener(reply)
      audience.listeners.add(own)
      return () => {
        if (!audience.listeners.delete(own) || audience.listeners.size > 0) return
        audiences.delete(turnId)
        audience.left.abort(gone.reason)
        left.set(turnId, true)
      }
    },
    listened: turnId => audiences.has(turnId),
    cancelled: turnId => audiences.get(turnId)?.left.signal ?? (left.has(turnId) ? gone : undefined),
  }
}
