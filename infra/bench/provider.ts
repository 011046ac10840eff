import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { openaiFormat } from '../stub/openai.ts'

/** How calls are answered from now on. */
export interface Manner {
  /** From the whole request to the first piece, ms. */
  readonly firstPieceMs: number
  /** Between pieces, ms; 0 sends each piece in a write of its own, without a pause. Null sends all of them in one write. */
  readonly perPieceMs: number | null
  /** The pieces of the answer to a question. */
  pieces(question: string): readonly string[]
}

/** A call as the provider saw it. */
export interface Call {
  readonly question: string
  /** When the whole request was there, on the clock of this process, ms. */
  readonly receivedMs: number
  /** When each piece was written; one instant where all went out in one write. */
  readonly writtenMs: readonly number[]
}

export interface BenchProvider {
  /** For OPENAI_BASE_URL. */
  readonly baseUrl: string
  /** Applies to calls that arrive from now on. */
  behave(manner: Manner): void
  /** Called when the whole of a request is there. */
  onCall(listener: ((call: Call) => void) | null): void
  /** Calls since the start. */
  calls(): number
  close(): Promise<void>
}

const model = 'bench'

const bodyOf = async (req: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const lastQuestion = (body: Buffer): string => {
  const { messages } = JSON.parse(body.toString()) as { messages: { role: string; content: string }[] }
  return messages.findLast(({ role }) => role === 'user')?.content ?? ''
}

/**
 * The bench's provider stub: OpenAI's streamed chat completions in the process of the load generator, so that both read
 * one clock. Unlike the stub of the tests it counts no tokens, because its work is taken from the server's cores.
 */
export const startBenchProvider = async (first: Manner): Promise<BenchProvider> => {
  let manner = first
  let listener: ((call: Call) => void) | null = null
  let calls = 0

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = await bodyOf(req)
    const receivedMs = performance.now()
    if (req.method !== 'POST') {
      res.writeHead(200, { 'content-type': 'application/json' })
      res.end(JSON.stringify({ object: 'list', data: [{ id: model, object: 'model', created: 0, owned_by: 'bench' }] }))
      return
    }
    calls++
    const { firstPieceMs, perPieceMs, pieces } = manner
    const question = lastQuestion(body)
    const writtenMs: number[] = []
    listener?.({ question, receivedMs, writtenMs })
    const parts = pieces(question)
    const usage = { promptTokens: Math.ceil(body.length / 4), completionTokens: parts.length, cachedTokens: 0 }
    const end = openaiFormat.end(model, 'stop', usage)
    const chunks = parts.map(part => openaiFormat.piece(model, part))
    if (firstPieceMs > 0) await sleep(firstPieceMs)
    res.writeHead(200, { 'content-type': openaiFormat.contentType })
    if (perPieceMs === null) {
      writtenMs.push(performance.now())
      res.end(chunks.join('') + end)
      return
    }
    for (const chunk of chunks) {
      if (writtenMs.length > 0 && perPieceMs > 0) await sleep(perPieceMs)
      writtenMs.push(performance.now())
      res.write(chunk)
    }
    res.end(end)
  }

  const server = createServer((req, res) => {
    answer(req, res).catch(() => res.destroy())
  })
  server.keepAliveTimeout = 0
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen(0, '127.0.0.1', listening.resolve)
  await listening.promise
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    behave: next => {
      manner = next
    },
    onCall: next => {
      listener = next
    },
    calls: () => calls,
    close: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(() => resolve())
      server.closeAllConnections()
      return promise
    },
  }
}
