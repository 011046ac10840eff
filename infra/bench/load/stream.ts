import { type Agent, request } from 'node:http'
import { turnstreamError } from '../../../processors/errors.ts'

/** A chunk of tokens as it came. */
export interface Arrival {
  readonly text: string
  readonly atMs: number
}

export interface Streamed {
  readonly arrivals: readonly Arrival[]
  /** Whether the event `done` came. */
  readonly complete: boolean
}

/** Asks over POST /v1/chat/stream and notes when each token comes. Rejects where the connection breaks or is refused. */
export const askStream = (origin: string, message: string, agent: Agent): Promise<Streamed> =>
  new Promise((resolve, reject) => {
    const body = Buffer.from(JSON.stringify({ message }))
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const sent = request(`${origin}/v1/chat/stream`, { agent, method: 'POST', headers }, response => {
      if (response.statusCode !== 200) {
        response.resume()
        reject(turnstreamError('UNAVAILABLE', `the stream answered with status ${response.statusCode}`))
        return
      }
      const arrivals: Arrival[] = []
      let complete = false
      let partial = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const atMs = performance.now()
        const events = (partial + chunk).split('\n\n')
        partial = events.pop()!
        for (const event of events) {
          if (event.startsWith('event: done')) complete = true
          if (!event.startsWith('event: token')) continue
          const { text } = JSON.parse(event.slice(event.indexOf('\ndata: ') + 7)) as { text: string }
          arrivals.push({ text, atMs })
        }
      })
      response.once('end', () => resolve({ arrivals, complete }))
      response.once('error', reject)
    })
    sent.once('error', reject)
    sent.end(body)
  })
