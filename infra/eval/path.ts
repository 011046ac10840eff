import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeciderConfiguration } from '../../processors/configuration.ts'
import { embedEnrichment, enrichText } from '../../processors/enrich/enrich.ts'
import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import { admit } from '../../processors/learn/admit.ts'
import { createLearn } from '../../processors/learn/propose.ts'
import { mayChoose, selectOffers } from '../../processors/offer/select.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { lookUp, type Resolved } from '../../processors/resolve/lookup.ts'
import { initialViews, type Views } from '../../processors/views.ts'
import type { Enrichment, Message, Offer, TurnReceived } from '../../schemas/types.ts'
import { openCache } from '../cache/embedded.ts'
import { step } from '../runtime/decide.ts'
import { factsOf, missOf } from './miss.ts'
import { statesOf } from './states.ts'
import { createSteering } from './steering.ts'

/** A turn as the path takes it; everything else is as a plain `POST /v1/chat` has it. */
export interface Asked {
  readonly turnId: string
  readonly text: string
  readonly tenant: string
  readonly scene: string | null
  readonly asker: string
  /** What was said before, oldest first; nothing by default. */
  readonly history?: readonly Message[]
  /** Event time, ms since 1970. */
  readonly timeMs: number
}

export interface LookedUp extends Resolved {
  readonly turn: TurnReceived
  readonly enrichment: Enrichment
  /** What it was judged under, and when. */
  readonly views: Views
  readonly timeMs: number
  /** From the text to the judgement, ms. */
  readonly latencyMs: number
}

/** What the model of a miss was offered, and the entry whose answer it chose; null where it wrote one. */
export interface Choosing {
  readonly offers: readonly Offer[]
  readonly chosen: string | null
}

/** The cached part of the product, without log and model: one call each for what the gateway and the learners do. */
export interface CachePath {
  lookUp(asked: Asked): Promise<LookedUp>
  /** Learns the answer to a miss, where the deciders want it; the next lookup finds it. */
  learn(missed: LookedUp, answer: string, timeMs: number, choice?: Choosing): Promise<void>
  /** The answers that the model of a miss is offered. */
  offers(missed: LookedUp, timeMs: number): Promise<readonly Offer[]>
  /** Tells whether a hit that was answered afresh was right. */
  checked(found: LookedUp, isRight: boolean, timeMs: number): void
  /** The text that an entry answers, and its answer. */
  entry(entryId: string): { readonly question: string; readonly answer: string } | null
  close(): Promise<void>
}

/**
 * Opens the path on an empty cache in a temporary folder. Lookup, judgement, learning, admission and the read model are
 * the product's own; only the log between them is left out, so that nothing waits.
 */
export const openCachePath = async (
  configuration: DeciderConfiguration,
  embedding: EmbeddingModel,
): Promise<CachePath> => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-eval-'))
  const cache = await openCache({
    dir,
    logId: 'eval',
    dimensions: embedding.dimensions,
    searchable: configuration.cache.searchable,
  })
  const steering = createSteering({
    ...initialViews,
    configuration,
    versions: { policyEpoch: -1, controlVersion: 0 },
  })
  const now = (): number => performance.now()
  const admitted = statesOf(admit.initialState)
  const learn = createLearn({ cache, embedding })
  const stateless = statesOf(learn.initialState)
  let next = 0n

  return {
    lookUp: async asked => {
      const start = now()
      const turn = turnOf(asked)
      const views = steering.views()
      const plain = enrichText(turn, configuration, embedding.name)
      const enrichMs = now() - start
      const embed = () => embedEnrichment(embedding, turn, plain, configuration)
      const found = await lookUp({ cache, serves: () => true, now }, turn, plain, embed, views, asked.timeMs, enrichMs)
      const latencyMs = now() - start
      steering.resolved(turn, found.resolution, asked.timeMs)
      return { ...found, turn, views, timeMs: asked.timeMs, latencyMs }
    },
    checked: ({ turn, resolution }, isRight, timeMs) => steering.checked({ turn, resolution, isRight, timeMs }),
    offers: async (missed, timeMs) =>
      mayChoose(missed, steering.views()) ? selectOffers(cache, missed, steering.views(), timeMs) : [],
    learn: async ({ turn, enrichment, resolution }, answer, timeMs, choice = { offers: [], chosen: null }) => {
      const views: Views = steering.views()
      const answerHash = createHash('sha256').update(answer).digest('hex')
      const miss = missOf({ turn, enrichment, resolution, ...choice, answer, answerHash, timeMs, views })
      const facts = factsOf(miss)
      const answered = facts.event('TurnAnswered', idOf.answered(turn.turnId))
      const gathered = await learn.gather(answered, facts, views, new AbortController().signal)
      const stored: DomainEvent[] = step(learn, stateless, answered, gathered, views).flatMap(proposed =>
        step(admit, admitted, proposed, null, views),
      )
      next += BigInt(stored.length)
      cache.apply(
        0,
        stored.filter(event => isType(event, 'EntryStored')),
        next,
      )
    },
    entry: entryId => cache.entry(entryId) as ReturnType<CachePath['entry']>,
    close: async () => {
      await cache.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const turnOf = ({ turnId, text, tenant, scene, asker, history = [] }: Asked): TurnReceived => ({
  turnId,
  tenant,
  conversationId: turnId,
  solo: true,
  channel: 'eval',
  userId: null,
  asker,
  scene,
  message: text,
  model: 'auto',
  temperature: null,
  maxTokens: null,
  systemPrompt: null,
  history,
  tools: null,
  responseFormat: null,
  choices: 1,
  minSimilarity: null,
  requestId: null,
  rider: null,
  task: null,
  announced: null,
})
