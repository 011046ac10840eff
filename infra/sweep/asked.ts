import { embedMessage, withEmbedding } from '../../processors/enrich/enrich.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import { picoUsd } from '../../processors/infer/price.ts'
import { isSpecific } from '../../processors/learn/propose.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { Facts } from '../../processors/processor.ts'
import { groupOf } from '../../processors/resolve/evidence.ts'
import { identityOf, keysOf } from '../../processors/resolve/identity.ts'
import type { Views } from '../../processors/views.ts'
import type {
  Enrichment,
  EntryProposed,
  Resolution,
  ServedAnswer,
  TurnReceived,
  TurnRouted,
  Usage,
} from '../../schemas/types.ts'

import { answerHashOf } from '../whatif/outcomes.ts'

/** What a turn costs where a model is asked. */
export interface MissCost {
  readonly usage: Usage
  readonly model: string
  /** 1e-12 USD, as billed; at the price of its model where what was said stands in for a reply. */
  readonly costPicoUsd: number
  /** Of the route that was taken, or of the one that the answer was once given on; null where that is not known. */
  readonly routed: Pick<TurnRouted, 'score' | 'confidence'> | null
  /** Whether this turn was a hit when it was recorded, so that no model has answered it. */
  readonly stoodIn: boolean
}

/** A turn as the log has it, the same for all configurations. */
export interface Asked {
  readonly turn: TurnReceived
  readonly timeMs: number
  readonly enrichment: Enrichment
  readonly identity: string
  readonly exactKey: string
  readonly entryId: string
  /** What is learnt where a model is asked, at the time when it has answered; null where that would not be learnt. */
  readonly proposal: DomainEvent<'EntryProposed'> | null
  readonly missMs: number
  readonly miss: MissCost
  /** Which answer a model gave to this very turn; null where none was asked, or where it was not to be learnt. */
  readonly said: string | null
  /** Hash of what it was told; see `answerHashOf`. */
  readonly told: string
  readonly wasHit: boolean
}

export interface Asking {
  /** Null for a turn that the log has no answer to. */
  read(event: DomainEvent<'TurnReceived'>, views: Views): Promise<Asked | null>
  /** Texts that had to be embedded. */
  readonly embedded: number
}

/** What a reply takes before one has been seen, ms. */
const usualMissMs = 1_000

const noUsage: Usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: false }

interface Known {
  readonly enrichment: Enrichment
  readonly resolution: Resolution
  readonly served: ServedAnswer | null
}

export const createAsking = (facts: Facts, embedding: EmbeddingModel, signal: AbortSignal): Asking => {
  /** Vectors of texts, and of answers, that the log holds. */
  const vectors = new Map<string, Pick<Enrichment, 'vector' | 'tokens'>>()
  const answerVectors = new Map<string, Buffer>()
  /** The turn that an entry was last learnt from. */
  const origins = new Map<string, string>()
  /** Conversations in which something was said before. */
  const begun = new Set<string>()
  let embedded = 0
  let [misses, missMs] = [0, 0]

  const knownOf = ({ data: { rider, turnId } }: DomainEvent<'TurnReceived'>): Known | null => {
    if (rider) return rider
    const enrichment = facts.find('TurnEnriched', idOf.enriched(turnId))?.data.enrichment
    const resolution = facts.find('TurnResolved', idOf.resolved(turnId))?.data.resolution
    return enrichment && resolution ? { enrichment, resolution, served: null } : null
  }
  /** With its vector, which exact hits are recorded without. */
  const embeddedOf = async (turn: TurnReceived, enrichment: Enrichment, views: Views): Promise<Enrichment> => {
    const { vector, tokens, textHash } = enrichment
    if (vector !== null) {
      if (!vectors.has(textHash)) vectors.set(textHash, { vector: Buffer.from(vector), tokens })
      return enrichment
    }
    const known = vectors.get(textHash)
    if (known === undefined) embedded++
    const made = known
      ? { ...known, embeddingModel: enrichment.embeddingModel }
      : await embedMessage(turn.message, embedding, signal)
    vectors.set(textHash, { vector: made.vector, tokens: made.tokens })
    return withEmbedding(enrichment, made, views.configuration)
  }
  const routedOf = (turnId: string | undefined): MissCost['routed'] => {
    const routed = turnId === undefined ? null : facts.find('TurnRouted', idOf.route(turnId))
    return routed && { score: routed.data.score, confidence: routed.data.confidence }
  }
  /** Who joined another's call was billed for nothing; the one that it joined was. */
  const billedFor = (callId: string | null, usage: Usage): Usage => {
    const ended =
      callId === null || usage.promptTokens > 0 ? null : facts.find('InferenceCompleted', idOf.completed(callId))
    const leader = ended?.data.joined ? facts.find('InferenceCompleted', idOf.completed(ended.data.joined)) : null
    return leader?.data.usage ?? usage
  }

  const read: Asking['read'] = async (event, views) => {
    const { data: turn, timeMs } = event
    const { turnId } = turn
    const known = knownOf(event)
    const answered = facts.find('TurnAnswered', idOf.answered(turnId))
    if (!known || !answered) return null
    const { resolution } = known
    const { configuration } = views
    const enrichment = await embeddedOf(turn, known.enrichment, views)
    const identity = identityOf(turn, enrichment, configuration)
    const keys = keysOf(enrichment, identity)
    const { data: answer } = answered
    const told = answerHashOf(answer.text)
    const head = { turn, timeMs, enrichment, identity, ...keys, told, wasHit: resolution.entryId !== null }

    if (resolution.entryId === null) {
      begun.add(turn.conversationId)
      const proposal = facts.find('EntryProposed', idOf.proposed(turnId))
      if (proposal) {
        const { answerHash, answerVector, entryId } = proposal.data
        origins.set(entryId, turnId)
        if (answerVector && !answerVectors.has(answerHash)) answerVectors.set(answerHash, Buffer.from(answerVector))
      }
      const tookMs = Math.max(0, answered.timeMs - timeMs)
      misses++
      missMs += tookMs
      const usage = billedFor(answer.callId, answer.usage)
      const costPicoUsd =
        usage === answer.usage
          ? (facts.find('LedgerLine', idOf.ledger(turnId))?.data.costPicoUsd ?? answer.costPicoUsd)
          : (picoUsd(usage, answer.model, timeMs, configuration.prices) ?? 0)
      return {
        ...head,
        proposal,
        missMs: tookMs,
        miss: { usage, model: answer.model, costPicoUsd, routed: routedOf(turnId), stoodIn: false },
        said: proposal && answer.source === 'model' && answer.degraded === null ? groupOf(proposal.data) : null,
      }
    }
    // What was said before may shape an answer, which is not learnt then.
    const isFirst = !begun.has(turn.conversationId) && turn.history.length === 0
    begun.add(turn.conversationId)
    const candidate = resolution.candidates.find(({ entryId }) => entryId === resolution.entryId)
    const usage = answer.reusedUsage ?? noUsage
    const meanMs = Math.round(misses === 0 ? usualMissMs : missMs / misses)
    const proposed =
      candidate &&
      ({
        ...keys,
        ...{ tenant: turn.tenant, scene: enrichment.scene, language: enrichment.language, identity },
        scenes: [...new Set([enrichment.scene, ...candidate.scenes])],
        ...{ question: enrichment.normalised, slots: enrichment.slots },
        ...{ vector: enrichment.vector, embeddingModel: enrichment.embeddingModel },
        ...{ answer: answer.text, answerHash: candidate.answerHash, answerGroup: groupOf(candidate) },
        answerVector: answerVectors.get(candidate.answerHash) ?? null,
        ...{ sources: answer.sources, model: answer.model, pool: answer.pool, degraded: answer.degraded },
        ...{ promptTokens: usage.promptTokens, completionTokens: usage.completionTokens, counted: usage.counted },
        ...{ products: candidate.products, version: configuration.dataVersion },
        policyEpoch: views.versions.policyEpoch,
        ...{ origin: 'learned', turnId, asker: turn.asker, awaits: null, views: views.versions, notAfterMs: null },
        shareable: enrichment.standsAlone && !isSpecific(enrichment.slots),
      } satisfies EntryProposed)
    const proposal: DomainEvent<'EntryProposed'> | null =
      proposed && isFirst
        ? {
            ...{ id: idOf.proposed(turnId), type: 'EntryProposed', key: keys.entryId, timeMs: timeMs + meanMs },
            ...{ source: 'learn', subject: turnId, cause: event.id, data: proposed },
          }
        : null
    return {
      ...head,
      proposal,
      missMs: meanMs,
      miss: {
        usage,
        model: answer.model,
        costPicoUsd: picoUsd(usage, answer.model, timeMs, configuration.prices) ?? 0,
        routed: routedOf(origins.get(resolution.entryId)),
        stoodIn: true,
      },
      said: null,
    }
  }
  return {
    read,
    get embedded() {
      return embedded
    },
  }
}
