import { Readable } from 'node:stream'
import { turnstreamError } from '../../processors/errors.ts'

export interface EventStream {
  readonly body: Readable
  /** Aborted with CLIENT_CLOSED when the reader is dropped. */
  readonly dropped: AbortSignal
  /** Writes one server-sent event; `data` becomes JSON, a text stays as it is. */
  send(data: unknown, event?: string): void
  /** Resolves when the reader has taken most of what was sent, or is gone. */
  room(): Promise<void>
  end(): void
}

export interface EventStreamOptions {
  /** A comment is sent this often, ms, so that proxies do not take silence for death. */
  readonly heartbeatMs?: number
  /** A reader that lies further behind than this many bytes is dropped. */
  readonly mostBehindBytes?: number
  /** Whether each event has an `id:`, counted from 1. */
  readonly ids?: boolean
}

/** Less than this is room for more, bytes. */
const roomBytes = 16_384

/**
 * Server-sent events as a body. What a slow reader has not taken waits here, up to a bound: tokens cannot be held back,
 * because the call that makes them may be shared with readers who are quick. Beyond the bound the connection is dropped.
 */
export const openEventStream = ({
  heartbeatMs = 15_000,
  mostBehindBytes = 262_144,
  ids = true,
}: EventStreamOptions = {}): EventStream => {
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const go of waiting) go()
    waiting.clear()
  }
  const body = new Readable({
    read: wake,
    destroy: (error, done) => {
      clearInterval(heart)
      wake()
      done(error)
    },
  })
  const dropped = new AbortController()
  let count = 0
  let ended = false
  const push = (text: string): void => {
    if (ended || body.destroyed) return
    // Looked at before: a single event, however large, is no sign of a slow reader.
    if (body.readableLength > mostBehindBytes) {
      dropped.abort(
        turnstreamError('CLIENT_CLOSED', `the client reads too slowly: ${body.readableLength} bytes wait for it`),
      )
      body.destroy(dropped.signal.reason)
      return
    }
    body.push(text)
  }
  const heart = setInterval(() => push(': still here\n\n'), heartbeatMs)
  heart.unref()

  return {
    body,
    dropped: dropped.signal,
    send: (data, event) => {
      count += 1
      const lines = [
        ...(event === undefined ? [] : [`event: ${event}`]),
        ...(ids ? [`id: ${count}`] : []),
        `data: ${typeof data === 'string' ? data : JSON.stringify(data)}`,
      ]
      push(`${lines.join('\n')}\n\n`)
    },
    room: async () => {
      if (ended || body.destroyed || body.readableLength < roomBytes) return
      await new Promise<void>(resolve => waiting.add(resolve))
    },
    end: () => {
      if (ended) return
      ended = true
      clearInterval(heart)
      body.push(null)
    },
  }
}
