import type { z } from 'zod'
import type { chatResponse } from '../../gateway/chat-body.ts'
import { cosine } from './format.ts'

export type Answer = z.infer<typeof chatResponse>

export interface Mark {
  /** Decides the colour. */
  readonly kind: 'hit' | 'model' | 'degraded'
  readonly label: string
}

const degradations: Readonly<Record<string, string>> = {
  no_upstream: 'no model is configured',
  failover: 'no model could be reached',
}

const hitLabel = (layer: NonNullable<Answer['cached']>, similarity: number | undefined): string =>
  layer === 'exact'
    ? 'Exact hit'
    : `${layer === 'hot' ? 'Hot' : 'Cold'} hit, similarity ${similarity === undefined ? 'unknown' : cosine(similarity)}`

/** How an answer was served, in a few words. */
export const markOf = ({ cached, similarity, degraded, model, route }: Answer): Mark => {
  const why = degraded === undefined ? null : (degradations[degraded] ?? degraded)
  if (cached !== null) {
    const hit = hitLabel(cached, similarity)
    return why === null
      ? { kind: 'hit', label: hit }
      : { kind: 'degraded', label: `${hit}, on an answer degraded to the help centre: ${why}` }
  }
  if (why !== null) return { kind: 'degraded', label: `Degraded to the help centre: ${why}` }
  return { kind: 'model', label: route ? `${model}, ${route.tier} tier, pool ${route.pool}` : model }
}
