import { LRUCache } from 'lru-cache'
import { embeddingText } from '../../processors/enrich/enrich.ts'
import { bytesToVector } from '../../processors/enrich/vector.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import type { Embedding, EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { Facts } from '../../processors/processor.ts'

/** Texts whose vectors are kept at hand. */
const remembered = 20_000

export interface RecordedEmbeddings extends EmbeddingModel {
  /** Takes the vector that was recorded with a turn, for whoever asks for its text next. */
  recall(turn: DomainEvent<'TurnReceived'>): void
  /** Texts that had to be embedded, for the log has no vector of them. */
  made(): number
}

/** Vectors that the log holds, those of the model at hand for any other text; both are the same bytes for the same text. */
export const recordedEmbeddings = (source: Pick<Facts, 'find'>, model: EmbeddingModel): RecordedEmbeddings => {
  const known = new LRUCache<string, Embedding>({ max: remembered })
  let made = 0
  return {
    ...model,
    recall: ({ subject, data: { message } }) => {
      const text = embeddingText(message)
      if (known.has(text)) return
      const enrichment = source.find('TurnEnriched', idOf.enriched(subject))?.data.enrichment
      // One of another model is compared with none of this one's.
      if (!enrichment?.vector || enrichment.embeddingModel !== model.name) return
      known.set(text, { vector: bytesToVector(enrichment.vector), tokens: enrichment.tokens })
    },
    embed: async (texts, signal) =>
      Promise.all(
        texts.map(async text => {
          const there = known.get(text)
          if (there) return there
          const [embedding] = await model.embed([text], signal)
          made++
          known.set(text, embedding!)
          return embedding!
        }),
      ),
    made: () => made,
    // The model belongs to whoever opened it.
    close: async () => undefined,
  }
}
