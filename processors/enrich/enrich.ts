import { LRUCache } from 'lru-cache'
import type { Enrichment, TurnReceived } from '../../schemas/types.ts'
import type { DeciderConfiguration } from '../configuration.ts'
import { isTurnstreamError } from '../errors.ts'
import type { EmbeddingModel } from '../ports/embedding.ts'
import { isFlagged } from './flags/flagged.ts'
import { isFollowUp, isGreeting } from './flags/follow-up.ts'
import { isOutsideVocabulary } from './flags/outside-vocabulary.ts'
import { isPersonal } from './flags/personal.ts'
import { isTimeSensitive } from './flags/time-sensitive.ts'
import { languageOf } from './language.ts'
import { foldText, normalise, textHashOf } from './normalise.ts'
import { sceneOf } from './scene.ts'
import { extractSlots } from './slots/extract.ts'
import { vectorToBytes } from './vector.ts'

/** What enriching needs of a turn. */
export type TurnText = Pick<TurnReceived, 'message' | 'scene' | 'solo' | 'history'>

/** What only the embedding model tells. */
export type Embedded = Pick<Enrichment, 'vector' | 'embeddingModel' | 'tokens'>

/** By configuration: texts come in the fast lane and again in the log lane, and popular ones all day. */
const known = new WeakMap<DeciderConfiguration, LRUCache<string, Enrichment>>()
const longestKnown = 2_000

/**
 * What is known of a turn without any model: vector null, no tokens. Pure, below 0.1 ms for a question, linear in its
 * length. What a configuration needs is prepared once: pass the same object for as long as it does not change.
 */
export const enrichText = (turn: TurnText, configuration: DeciderConfiguration, embeddingModel: string): Enrichment => {
  if (turn.message.length > longestKnown) return enrichAfresh(turn, configuration, embeddingModel)
  const texts =
    known.get(configuration) ??
    new LRUCache<string, Enrichment>({
      max: 5_000,
      maxSize: 1_000_000,
      sizeCalculation: (_enriched, key) => key.length,
    })
  known.set(configuration, texts)
  const key = JSON.stringify([turn.message, turn.scene, hasContext(turn), embeddingModel])
  const enriched = texts.get(key) ?? enrichAfresh(turn, configuration, embeddingModel)
  texts.set(key, enriched)
  return enriched
}

/** Whether a named conversation has earlier turns is not known here; it is taken to have. A mere greeting is none. */
const hasContext = ({ solo, history }: TurnText): boolean =>
  !solo || history.some(({ content }) => !isGreeting(foldText(content).normalize('NFKC').toLowerCase()))

const enrichAfresh = (turn: TurnText, configuration: DeciderConfiguration, embeddingModel: string): Enrichment => {
  const { message } = turn
  const normalised = normalise(message, configuration.text)
  const slots = extractSlots(message, configuration.products)
  const lines = foldText(message).normalize('NFKC').toLowerCase()
  const line = lines.replace(/\s+/g, ' ').trim()
  const followUp = isFollowUp(line, slots, hasContext(turn))
  const flags: string[] = []
  if (isPersonal(line, slots)) flags.push('personal')
  if (isTimeSensitive(line)) flags.push('time_sensitive')
  if (followUp) flags.push('follow_up')
  if (isFlagged(lines)) flags.push('flagged')
  if (isOutsideVocabulary(message)) flags.push('outside_vocabulary')
  return {
    normalised,
    textHash: textHashOf(normalised),
    vector: null,
    embeddingModel,
    tokens: 0,
    slots,
    language: languageOf(message),
    scene: turn.scene ?? sceneOf(message, configuration.scenes),
    standsAlone: !followUp,
    flags,
  }
}

/** Languages whose characters the model lacks, and that the wording guard reads character by character. */
const readByWords: ReadonlySet<string> = new Set(['zh'])

/**
 * The enrichment of a text with its embedding. Where the model lacks the characters that carry the meaning there is none,
 * unless the wording guard reads them: then the vector finds what the guards compare. Over `cache.maxQuestionTokens` a vector
 * tells of the beginning only: it is dropped, and the turn flagged `over_window`.
 */
export const withEmbedding = (
  plain: Enrichment,
  embedded: Embedded,
  configuration: DeciderConfiguration,
): Enrichment => {
  const { vector, embeddingModel, tokens } = embedded
  const isRead = readByWords.has(plain.language) && configuration.cache.guards.wording
  if (plain.flags.includes('outside_vocabulary') && !isRead) return { ...plain, vector: null, embeddingModel, tokens }
  if (tokens <= configuration.cache.maxQuestionTokens) return { ...plain, vector, embeddingModel, tokens }
  return { ...plain, vector: null, embeddingModel, tokens, flags: [...plain.flags, 'over_window'] }
}

/** The text as it is embedded. Its case and punctuation stay: the model was trained on whole sentences. */
export const embeddingText = (message: string): string => message.toWellFormed().trim()

/** Embeds a message. Where the model fails there is no vector, and the turn goes on. Rejects when the signal aborts. */
export const embedMessage = async (message: string, model: EmbeddingModel, signal?: AbortSignal): Promise<Embedded> => {
  try {
    const [embedding] = await model.embed([embeddingText(message)], signal)
    return { vector: vectorToBytes(embedding!.vector), tokens: embedding!.tokens, embeddingModel: model.name }
  } catch (error) {
    if (signal?.aborted || !isTurnstreamError(error, 'EMBEDDING_FAILED')) throw error
    return { vector: null, tokens: 0, embeddingModel: model.name }
  }
}

/** The enrichment of a turn with its embedding, as the enrich decider makes it. */
export const embedEnrichment = async (
  model: EmbeddingModel,
  turn: TurnText,
  plain: Enrichment,
  configuration: DeciderConfiguration,
  signal?: AbortSignal,
): Promise<Enrichment> => withEmbedding(plain, await embedMessage(turn.message, model, signal), configuration)
