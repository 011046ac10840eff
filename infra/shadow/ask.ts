import { embedEnrichment, enrichText } from '../../processors/enrich/enrich.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { viewsOfTurn } from '../../processors/experiment/assign.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { type LookupPorts, lookUp } from '../../processors/resolve/lookup.ts'
import type { Views } from '../../processors/views.ts'

/**
 * A recorded turn as the gateway would take it now: what it looked up then is left out, and looked up anew. One that came without a gateway is
 * resolved by the topology.
 */
export const askedAgain = async (
  turn: DomainEvent<'TurnReceived'>,
  ports: LookupPorts & { readonly embedding: EmbeddingModel },
  current: Views,
): Promise<DomainEvent<'TurnReceived'>> => {
  const { rider, ...asked } = turn.data
  const data = { ...asked, rider: null }
  if (rider === null) return { ...turn, data }
  const { embedding } = ports
  const views = viewsOfTurn(current, turn.key, turn.data.turnId)
  const { configuration } = views
  const plain = enrichText(data, configuration, embedding.name)
  const embed = () => embedEnrichment(embedding, data, plain, configuration)
  const { resolution, served, enrichment } = await lookUp(ports, data, plain, embed, views, turn.timeMs, 0)
  return { ...turn, data: { ...data, rider: { enrichment, resolution, served, latencyMs: rider.latencyMs } } }
}
