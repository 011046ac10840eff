import type { FastifyInstance } from 'fastify'
import { turnstreamError } from '../../processors/errors.ts'

/** Lets running requests finish while new ones are refused. */
export interface Draining {
  active(): boolean
  /** Refuses new requests from now on. Resolves true when those that run have ended, false after `graceMs`. */
  drain(graceMs: number): Promise<boolean>
}

/** Seconds after which a refused client may find another process, or this one started again. */
const retryAfterSeconds = 5

/** Counts requests and, once draining, refuses those of routes that are not marked `whileDraining` with NOT_READY. */
export const drainable = (app: FastifyInstance, onChange: (change: 1 | -1) => void): Draining => {
  let active = false
  let running = 0
  const idle = new Set<() => void>()

  app.addHook('onRequest', (request, reply, next) => {
    running += 1
    onChange(1)
    // `close` comes once for every request, whether it was answered or left.
    reply.raw.once('close', () => {
      running -= 1
      onChange(-1)
      if (running === 0) for (const wake of idle) wake()
    })
    if (!active || request.routeOptions.config.whileDraining) return next()
    reply.header('retry-after', retryAfterSeconds).header('connection', 'close')
    next(turnstreamError('NOT_READY', 'the server is draining: it finishes what runs and takes nothing new'))
  })

  return {
    active: () => active,
    drain: async graceMs => {
      active = true
      if (running === 0) return true
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const wake = (): void => resolve(true)
      idle.add(wake)
      const limit = setTimeout(() => resolve(false), graceMs)
      const ended = await promise
      clearTimeout(limit)
      idle.delete(wake)
      return ended
    },
  }
}
