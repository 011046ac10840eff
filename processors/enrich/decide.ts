import { turnstreamError } from '../errors.ts'
import { type DomainEvent, idOf, isType } from '../event.ts'
import { armOf } from '../experiment/assign.ts'
import type { EmbeddingModel } from '../ports/embedding.ts'
import { type Decider, decider } from '../processor.ts'
import { type Embedded, embedMessage, enrichText, withEmbedding } from './enrich.ts'

const embeddedOf = ({ vector, tokens, embeddingModel }: Embedded): Embedded => ({ vector, tokens, embeddingModel })

/**
 * Says what is known of each turn before anything is looked up. Only the embedding is gathered, from the rider where one
 * was made in the fast lane; all else is decided again from the text and the configuration. Says too which arm of an experiment a turn is in.
 */
export const createEnrich = ({ embedding }: { embedding: EmbeddingModel }): Decider<null, Embedded> =>
  decider<null, Embedded>({
    name: 'enrich',
    inputs: ['chat.turns'],
    reactsTo: ['TurnReceived'],
    outputs: ['chat.enriched'],
    journal: [],
    readsAt: input => (isType(input, 'TurnReceived') ? (input.data.rider?.resolution.views ?? null) : null),
    // A hit of the fast lane has been answered; only the record of it is outstanding, unless its conversation goes on.
    patient: input => isType(input, 'TurnReceived') && input.data.solo && input.data.rider?.served != null,
    initialState: () => null,
    evolve: state => state,

    gather: (input, _facts, _views, signal) => {
      if (!isType(input, 'TurnReceived')) throw turnstreamError('INTERNAL', `enrich does not react to ${input.type}.`)
      const { rider, message } = input.data
      return rider ? embeddedOf(rider.enrichment) : embedMessage(message, embedding, signal)
    },

    recall: outputs => {
      const enriched = outputs.find(event => isType(event, 'TurnEnriched'))
      if (!enriched) throw turnstreamError('INTERNAL', 'enrich has no recorded TurnEnriched to recall from.')
      return embeddedOf(enriched.data.enrichment)
    },

    decide: (_state, input, embedded, views) => {
      if (!isType(input, 'TurnReceived')) return []
      const { turnId, tenant, conversationId, solo } = input.data
      const plain = enrichText(input.data, views.configuration, embedded.embeddingModel)
      const enrichment = withEmbedding(plain, embedded, views.configuration)
      const enriched: DomainEvent<'TurnEnriched'> = {
        id: idOf.enriched(turnId),
        type: 'TurnEnriched',
        key: input.key,
        timeMs: input.timeMs,
        source: 'enrich',
        subject: turnId,
        cause: input.id,
        data: { turnId, tenant, conversationId, solo, enrichment, views: views.versions },
      }
      const assigned = armOf(views, input.key, turnId)
      if (!assigned) return [enriched]
      const { experiment, arm } = assigned
      const exposed: DomainEvent<'TurnExposed'> = {
        ...enriched,
        id: idOf.exposed(turnId),
        type: 'TurnExposed',
        data: { turnId, tenant, conversationId, experiment: experiment.name, arm: arm.name, views: views.versions },
      }
      return [enriched, exposed]
    },
  })
