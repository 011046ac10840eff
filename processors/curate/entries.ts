import { hash } from 'node:crypto'
import type { AnswerCurated, Enrichment, EntryProposed, TurnReceived } from '../../schemas/types.ts'
import { countTokens } from '../compress/tokens.ts'
import type { DeciderConfiguration } from '../configuration.ts'
import { enrichText } from '../enrich/enrich.ts'
import { anonymous } from '../learn/admit.ts'
import { identityOf, keysOf } from '../resolve/identity.ts'
import type { Views } from '../views.ts'

/** The model and the pool of what somebody has written. */
export const curatedBy = 'curated'

type Row = Pick<AnswerCurated, 'tenant' | 'scene' | 'language' | 'question' | 'answer' | 'products' | 'policyEpoch'>

/** What is known of a row's question without a model; its scene is the one recognised in it, as where a caller names none. */
export const enrichmentOfRow = (
  { question, language }: Pick<Row, 'question' | 'language'>,
  configuration: DeciderConfiguration,
  embeddingModel: string,
): Enrichment => {
  const plain = enrichText({ message: question, scene: null, solo: true, history: [] }, configuration, embeddingModel)
  return language === null ? plain : { ...plain, language }
}

/**
 * The entries that a row becomes; their vector is that of `enrichment`. Callers who name the scene and those who name none look in
 * different places, so the answer is put in both. It is shared at once: somebody has taken care of it.
 */
export const entriesOfRow = (row: Row, enrichment: Enrichment, views: Views): readonly EntryProposed[] => {
  const { configuration } = views
  const { tenant, question, answer, products, policyEpoch } = row
  const ofRow = row.scene ?? enrichment.scene
  const scenes = [...new Set([ofRow, enrichment.scene])]
  return [null, ofRow].map(named => {
    const scene = named ?? enrichment.scene
    const turn: Partial<TurnReceived> = {
      tenant,
      scene: named,
      model: 'auto',
      systemPrompt: null,
      responseFormat: null,
      maxTokens: null,
    }
    const identity = identityOf(turn as TurnReceived, enrichment, configuration)
    return {
      ...keysOf({ ...enrichment, scene }, identity),
      tenant,
      scene,
      scenes,
      language: enrichment.language,
      identity,
      question: enrichment.normalised,
      slots: enrichment.slots,
      vector: enrichment.vector,
      embeddingModel: enrichment.embeddingModel,
      answer,
      answerHash: hash('sha256', answer),
      answerGroup: '',
      answerVector: null,
      sources: [],
      model: curatedBy,
      pool: curatedBy,
      promptTokens: countTokens(question),
      completionTokens: countTokens(answer),
      counted: true,
      degraded: null,
      products,
      version: configuration.dataVersion,
      policyEpoch,
      origin: 'curated',
      turnId: null,
      asker: anonymous,
      shareable: true,
      awaits: null,
      notAfterMs: null,
      views: views.versions,
    }
  })
}
