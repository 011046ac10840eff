import type { FastifyReply } from 'fastify'
import { leaving } from './asking.ts'
import { type EventStream, type EventStreamOptions, openEventStream } from './event-stream.ts'

/**
 * Opens a stream of events and begins what it tells of, under a signal that is aborted when the client leaves or is
 * dropped. A beginning that fails closes the stream before anything was sent.
 */
export const beginStream = async <Begun>(
  reply: FastifyReply,
  options: EventStreamOptions,
  begin: (signal: AbortSignal) => Promise<Begun>,
): Promise<{ readonly stream: EventStream; readonly signal: AbortSignal; readonly begun: Begun }> => {
  const stream = openEventStream(options)
  const signal = AbortSignal.any([leaving(reply), stream.dropped])
  try {
    return { stream, signal, begun: await begin(signal) }
  } catch (error) {
    stream.body.destroy()
    throw error
  }
}

/** Sends a stream of events; caches and proxies are told to keep their hands off. */
export const sendEvents = (reply: FastifyReply, stream: EventStream): FastifyReply =>
  reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-cache, no-transform')
    .header('x-accel-buffering', 'no')
    .send(stream.body)
