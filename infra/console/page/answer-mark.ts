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

/** How an answer was served, in a few words. */
export const markOf = ({ cached, similarity, degraded, model, route }: Answer): Mark => {
  if (cached === 'exact') return { kind: 'hit', label: 'Exact hit' }
  if (cached !== null)
    return {
      kind: 'hit',
      label: `${cached === 'hot' ? 'Hot' : 'Cold'} hit, similarity ${similarity === undefined ? 'unknown' : cosine(similarity)}`,
    }
  if (degraded !== undefined)
    return { kind: 'degraded', label: `Degraded to the help centre: ${degradations[degraded] ?? degraded}` }
  return { kind: 'model', label: route ? `${model}, ${route.tier} tier, pool ${route.pool}` : model }
}
