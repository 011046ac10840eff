import type { Candidate, EntryProposed, PromptBuilt, Slot, TurnAnswered } from '../../schemas/types.ts'
import { countTokens } from '../compress/tokens.ts'
import { type DomainEvent, idOf, isType } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { purposeOf } from '../purpose.ts'
import { polarityKinds } from '../resolve/guards/polarity.ts'
import { keysOf } from '../resolve/identity.ts'
import { type GroupPorts, groupOfAnswer, sameEnough, vectorOfAnswer } from './group.ts'

interface Gathered {
  readonly turn: DomainEvent<'TurnReceived'>
  readonly enriched: DomainEvent<'TurnEnriched'>
  readonly resolved: DomainEvent<'TurnResolved'>
  readonly prompt: DomainEvent<'PromptBuilt'>
  /** The entry whose answer the model chose; null where it wrote one. */
  readonly chosen: Candidate | null
  readonly answerGroup: string
  readonly answerVector: Buffer | null
}

type Known = Omit<Gathered, 'answerGroup' | 'answerVector'>

/** Null where the answer is not to be learned. */
const factsOf = (input: DomainEvent, facts: Facts): Known | null => {
  const { turnId, learnable, choice } = (input as DomainEvent<'TurnAnswered'>).data
  // A verdict on a route or a summary answers no customer.
  if (!learnable || ['judgement', 'summary'].includes(purposeOf(turnId))) return null
  const turn = facts.event('TurnReceived', turnId)
  const resolved = facts.event('TurnResolved', idOf.resolved(turnId))
  const prompt = facts.event('PromptBuilt', idOf.prompt(turnId))
  if (resolved.data.resolution.reason === 'bypass') return null
  // What was said before may have shaped the answer, and it is not part of the entry's identity.
  if (prompt.data.historyTurns > 0 || turn.data.history.length > 0) return null
  const { candidates } = resolved.data.resolution
  const chosen = candidates.find(({ entryId }) => entryId === choice?.entryId) ?? null
  return { turn, resolved, prompt, chosen, enriched: facts.event('TurnEnriched', idOf.enriched(turnId)) }
}

/** Whether the model was shown existing answers and wrote one all the same. */
const hasDeclined = ({ callId, choice }: TurnAnswered, facts: Facts): boolean =>
  choice !== null &&
  choice.entryId === null &&
  // Asked once more without them, it has said nothing.
  callId !== null &&
  facts.event('InferenceRequested', idOf.requested(callId)).data.offers

/** A detail may make an answer one asker's own; polarity does not. */
export const isSpecific = (slots: readonly Slot[]): boolean => slots.some(({ kind }) => !polarityKinds.has(kind))

/**
 * What a hit on the entry spares. As billed where one call was billed for this answer and for nothing else; where no model
 * wrote it, or its usage went to another turn or covers failed calls too, as counted: its whole prompt, and its text. A hit spares
 * the offers of a miss too, but what it is compared with would not have made any.
 */
const tokensOf = (
  { usage, calls, text, choice }: TurnAnswered,
  { tokensBefore }: PromptBuilt,
): Pick<EntryProposed, 'promptTokens' | 'completionTokens' | 'counted'> =>
  calls === 1 && !choice?.entryId
    ? {
        promptTokens: Math.max(0, usage.promptTokens - (choice?.tokens ?? 0)),
        completionTokens: usage.completionTokens,
        counted: usage.counted,
      }
    : { promptTokens: tokensBefore, completionTokens: countTokens(text), counted: true }

/**
 * Proposes answers to the caches: whole ones only, to turns that were looked up and missed. Bypassed turns are personal,
 * time-sensitive, flagged or follow-ups, and are never proposed. The proposal is keyed by the entry, so that all askers
 * of one question meet in one place.
 */
export const createLearn = (ports: GroupPorts) =>
  decider<null, Gathered | null>({
    name: 'learn',
    inputs: ['chat.answers'],
    reactsTo: ['TurnAnswered'],
    outputs: ['cache.entries'],
    journal: [],
    initialState: () => null,
    evolve: state => state,
    gather: async (input, facts, views, signal) => {
      const gathered = factsOf(input, facts)
      if (!gathered) return null
      const answer = (input as DomainEvent<'TurnAnswered'>).data
      const { embeddingModel } = gathered.enriched.data.enrichment
      const answerVector = embeddingModel === ports.embedding.name ? await vectorOfAnswer(ports, answer, signal) : null
      if (gathered.chosen) return { ...gathered, answerVector, answerGroup: gathered.chosen.answerGroup }
      const asks = views.configuration.cache.answerGroups === 'similar'
      if (!asks) return { ...gathered, answerVector, answerGroup: '' }
      const { candidates } = gathered.resolved.data.resolution
      const least = hasDeclined(answer, facts) ? sameEnough.declined : sameEnough.usual
      return { ...gathered, answerVector, answerGroup: await groupOfAnswer(ports, answer, candidates, least, signal) }
    },
    recall: (outputs, input, facts) => {
      const gathered = factsOf(input, facts)
      const proposed = outputs.find(event => isType(event, 'EntryProposed'))
      const { answerGroup = '', answerVector = null } = proposed?.data ?? {}
      return gathered && { ...gathered, answerGroup, answerVector }
    },
    decide: (_state, input, gathered, views) => {
      if (!gathered) return []
      const { data } = input as DomainEvent<'TurnAnswered'>
      const { turn, enriched, resolved, prompt, chosen, answerGroup, answerVector } = gathered
      const { enrichment } = enriched.data
      const { resolution } = resolved.data
      const { passages } = prompt.data.pending
      const keys = keysOf(enrichment, resolution.identity)
      const answer = data.text.toLowerCase()
      const named = views.configuration.products.filter(name => answer.includes(name.toLowerCase()))
      const asked = enrichment.slots.filter(({ kind }) => kind === 'product').map(({ value }) => value)
      const entry: EntryProposed = {
        ...keys,
        tenant: data.tenant,
        scene: enrichment.scene,
        // The words may be recognised as one scene and the answer rest on articles of another: a change of either counts.
        scenes: [...new Set([enrichment.scene, ...passages.map(({ scene }) => scene), ...(chosen?.scenes ?? [])])],
        language: enrichment.language,
        identity: resolution.identity,
        question: enrichment.normalised,
        slots: enrichment.slots,
        vector: enrichment.vector,
        embeddingModel: enrichment.embeddingModel,
        answer: data.text,
        answerHash: data.answerHash,
        answerGroup,
        answerVector,
        sources: data.sources,
        model: data.model,
        pool: data.pool,
        ...tokensOf(data, prompt.data),
        degraded: data.degraded,
        products: [...new Set([...asked, ...named, ...(chosen?.products ?? [])])],
        // A chosen answer was written for another entry: a change that claims that one, or its age, takes this one too.
        version: chosen?.version ?? views.configuration.dataVersion,
        policyEpoch: Math.min(prompt.data.views.policyEpoch, chosen?.policyEpoch ?? Number.POSITIVE_INFINITY),
        origin: data.source === 'faq' ? 'faq' : 'learned',
        turnId: data.turnId,
        asker: turn.data.asker,
        // What is asked anew before a change was shared before.
        shareable:
          data.source === 'faq' ||
          turn.data.announced !== null ||
          (enrichment.standsAlone && !isSpecific(enrichment.slots)),
        awaits: turn.data.announced,
        views: views.versions,
        notAfterMs: chosen?.expiresAtMs ?? null,
      }
      return [
        {
          id: idOf.proposed(data.turnId),
          type: 'EntryProposed',
          key: keys.entryId,
          timeMs: input.timeMs,
          source: 'learn',
          subject: data.turnId,
          cause: input.id,
          data: entry,
        },
      ]
    },
  })
