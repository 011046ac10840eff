import type { Pool } from '../../processors/configuration.ts'
import { type ErrorCode, errorCatalogue, isTurnstreamError, turnstreamError } from '../../processors/errors.ts'
import type { ChatCall, ChatModels, ChatResult } from '../../processors/ports/models.ts'
import { createCollector } from './collect.ts'
import { ollamaWire } from './ollama.ts'
import { openaiWire } from './openai.ts'
import { createSlots, type Slots } from './slots.ts'
import type { CreateWire, Wire } from './wire.ts'

/** Adding a provider is one file and one line. */
const wires: Readonly<Record<Exclude<Pool['kind'], 'faq'>, CreateWire>> = {
  openai: openaiWire,
  ollama: ollamaWire,
}

export interface ChatModelsOptions {
  readonly pools: Readonly<Record<string, Pool>>
  /** Keys are read from here, by the names that the pools give. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch?: typeof fetch
}

const ended = new Error('the call is over')

interface Served {
  readonly wire: Wire
  readonly slots: Slots
}

/**
 * The chat models of the configured pools. A pool makes at most `concurrency` calls at a time. The time limit of a call
 * includes its wait for a slot, and ends the request at the provider. An aborted call throws CLIENT_CLOSED.
 */
export const createChatModels = ({ pools, env, fetch = globalThis.fetch }: ChatModelsOptions): ChatModels => {
  const served = new Map<string, Served>()
  for (const [name, pool] of Object.entries(pools)) {
    if (pool.kind === 'faq') continue
    const wire = wires[pool.kind]({ name, pool, env, fetch })
    served.set(name, { wire, slots: createSlots(pool.concurrency) })
  }
  const closing = new AbortController()
  const inFlight = new Set<Promise<unknown>>()

  const attempt = async ({ wire, slots }: Served, call: ChatCall): Promise<ChatResult> => {
    // One controller and one timer, taken down with the call: composed signals and timeouts would outlive it.
    const over = new AbortController()
    const { signal } = over
    const end = (): void => over.abort(ended)
    let late = false
    const limit = setTimeout(() => {
      late = true
      end()
    }, call.timeoutMs)
    call.signal.addEventListener('abort', end)
    closing.signal.addEventListener('abort', end)
    if (call.signal.aborted || closing.signal.aborted) end()
    const began = performance.now()
    const collector = createCollector(call, () => performance.now() - began)
    const failed = (code: ErrorCode, message: string): Error =>
      turnstreamError(code, message, { details: { ...collector.failure() } })
    try {
      await slots(signal, async () => {
        for await (const piece of wire(call, signal)) {
          const text = collector.take(piece)
          if (text !== '') call.onToken(text)
        }
      })
      const result = collector.result()
      if (result) return result
      throw turnstreamError('MODEL_CUT', `pool ${call.pool}: the stream ended before the answer did`)
    } catch (error) {
      // Whatever an aborted request throws, the reason counts.
      if (call.signal.aborted) throw failed('CLIENT_CLOSED', errorCatalogue.CLIENT_CLOSED.about)
      if (late) throw failed('MODEL_TIMEOUT', `pool ${call.pool}: cancelled after ${call.timeoutMs} ms`)
      if (closing.signal.aborted) throw failed('MODEL_UNREACHABLE', `pool ${call.pool}: the models are closed`)
      throw isTurnstreamError(error) ? failed(error.code, error.message) : error
    } finally {
      clearTimeout(limit)
      call.signal.removeEventListener('abort', end)
      closing.signal.removeEventListener('abort', end)
    }
  }

  return {
    call: async request => {
      const pool = served.get(request.pool)
      if (!pool) throw turnstreamError('MODEL_UNREACHABLE', `pool ${request.pool} is not configured`)
      const running = attempt(pool, request)
      inFlight.add(running)
      try {
        return await running
      } finally {
        inFlight.delete(running)
      }
    },
    close: async () => {
      closing.abort()
      await Promise.allSettled(inFlight)
    },
  }
}
