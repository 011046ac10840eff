import { createHash } from 'node:crypto'
import type { CacheModel } from '../../infra/cache/model.ts'
import { createReplyChannel } from '../../infra/reply/in-process.ts'
import { createDriver, type Driver } from '../../infra/runtime/driver.ts'
import { createDeciders } from '../../infra/runtime/processors.ts'
import { groundsFrom } from '../../processors/compress/grounds.ts'
import { configurationOf } from '../../processors/fixtures.ts'
import { createCall } from '../../processors/infer/call.ts'
import type { Documents } from '../../processors/ports/documents.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpCentre } from '../../processors/ports/help-centre.ts'
import type { ChatCall, ChatModels } from '../../processors/ports/models.ts'
import type { RecordStore } from '../../processors/ports/records.ts'
import type { Router } from '../../processors/route/router.ts'
import { featureRouter } from '../../processors/route/score.ts'
import { createAsk } from '../../processors/warm/ask.ts'
import type { Popular } from '../../processors/warm/plan.ts'

/** Same text, same vector; other text, some other one: enough to tell repeats from news. */
export const hashEmbedding: EmbeddingModel = {
  name: 'hash:1',
  dimensions: 384,
  embed: async texts =>
    texts.map(text => {
      const bytes = createHash('shake256', { outputLength: 384 }).update(text).digest()
      const raw = Float32Array.from(bytes, byte => byte - 127.5)
      const norm = Math.hypot(...raw)
      return { vector: raw.map(value => value / norm), tokens: text.split(/\s+/).length + 2 }
    }),
  close: async () => undefined,
}

/** The more words two texts share, the nearer they are. */
export const wordEmbedding: EmbeddingModel = {
  name: 'words:1',
  dimensions: 384,
  embed: async texts =>
    texts.map(text => {
      const words = text.toLowerCase().match(/\w+/g) ?? []
      const vector = new Float32Array(384)
      for (const word of words) vector[createHash('sha256').update(word).digest().readUInt32BE(0) % 384]! += 1
      const norm = Math.hypot(...vector)
      return { vector: vector.map(value => value / norm), tokens: words.length + 2 }
    }),
  close: async () => undefined,
}

export const emptyHelpCentre: HelpCentre = { version: '1', scenes: [], passages: () => [], faq: () => null }

/** Answers at once with this text. */
export const modelsOf = (answer: (call: ChatCall) => string | Promise<string>): ChatModels => ({
  call: async call => {
    const text = await answer(call)
    call.onToken(text)
    const usage = { promptTokens: 10, completionTokens: 5, cachedTokens: 0, counted: false }
    const whole = { finishReason: 'stop', toolCalls: null, reasoning: null, firstTokenMs: 1, durationMs: 2 } as const
    return { model: call.model, text, usage, ...whole }
  },
  close: async () => undefined,
})

/** Answers at once with the question; says how often it was called. */
export const echoModels = (): ChatModels & { calls: () => number } => {
  let calls = 0
  const models = modelsOf(({ messages }) => {
    calls++
    return `answer to: ${messages.at(-1)!.content}`
  })
  return { ...models, calls: () => calls }
}

const noDocuments: Documents = { timeoutMs: 1_000, search: async () => [] }

/** The whole topology on the driver, with a real cache read model. */
export const driverWith = (options: {
  readonly cache: CacheModel
  readonly models: ChatModels
  readonly pick?: (n: number) => number
  readonly clock: () => number
  readonly popular?: Popular
  readonly embedding?: EmbeddingModel
  readonly router?: Router
  readonly records?: RecordStore
  readonly documents?: Documents
}): Driver => {
  const { cache, models, pick, clock, popular = async () => [], embedding = hashEmbedding } = options
  const ports = {
    cache,
    serves: () => true,
    embedding,
    groundsFor: groundsFrom({
      helpCentre: emptyHelpCentre,
      documents: options.documents ?? noDocuments,
      records: options.records ?? null,
    }),
    popular,
    router: options.router ?? featureRouter,
    now: () => 0,
  }
  return createDriver({
    deciders: createDeciders(ports),
    effects: [
      createCall({ models, helpCentre: emptyHelpCentre, reply: createReplyChannel(), cache, now: clock }),
      createAsk({ now: clock }),
    ],
    ...(pick ? { pick } : {}),
    onEvent: event => {
      if (event.type.startsWith('Entry')) cache.apply(0, [event], cache.position(0) + 1n)
    },
  })
}

export const configuration = configurationOf({
  pools: { small: { kind: 'openai', tier: 'small', model: 'demo-small' } },
  prices: [{ model: 'demo-small', valid_from: '2026-01-01', input: '0.1', cached_input: '0.01', output: '0.4' }],
})
