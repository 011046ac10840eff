import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { picoUsd } from '../../processors/infer/price.ts'
import { bucketMs } from '../models/pool-traffic.ts'
import type { GatewayContext } from './context.ts'

const count = z.int().min(0)
const ms = z.number().min(0)

const pool = z.object({
  name: z.string(),
  kind: z.string(),
  tier: z.string().nullable().describe('Null where neither the pool nor route.tiers says.'),
  model: z.string(),
  batch: z.boolean(),
  region: z.string().nullable(),
  down: z.boolean().describe('Whether routes put it last, by what processes have told each other.'),
  left_alone: z.string().nullable().describe('Why this process does not call it; null while it does.'),
  again_in_ms: ms.nullable().describe('Until it is checked or called again; null while it is called.'),
  warm: z.boolean().nullable().describe('Whether its model is loaded; null where it is not kept so.'),
  concurrency: count.describe('Calls in flight that it takes.'),
  in_flight: count,
  waiting: count.describe('Calls that wait for a place or a limit.'),
  answered: count.describe('Calls of the last ten minutes.'),
  failed: count,
  errors: z.record(z.string(), count).describe('Failed calls by error.'),
  retries: count.describe('Calls of the last minute that were made once more because no other pool was left.'),
  failed_since_answer: count.describe('Calls that failed at the provider since its last answer.'),
  first_token_ms: z.object({ p50: ms, p95: ms }).nullable().describe('Of the last hundred answers.'),
  tokens: z.object({ prompt: count, completion: count }).describe('Of the last ten minutes, failed calls too.'),
  cost_usd: z
    .number()
    .min(0)
    .nullable()
    .describe('Of these tokens, by the price list of today; null where it has no price.'),
  traffic: z.array(z.object({ from: z.iso.datetime(), answered: count, failed: count, tokens: count })),
})
/** The answer of GET /v1/pools. */
export const poolsResponse = z.object({
  at: z.iso.datetime().describe('Now, by the clock that traffic goes by.'),
  pools: z.array(pool).describe('As they are configured; calls of this process.'),
  bucket_ms: count.describe('Each part of traffic is so long; those in which no call ended are left out.'),
  control_version: z.int().describe('Version of the view that `down` is from.'),
})

/** GET /v1/pools: the pools of models, and how traffic runs between them. */
export const poolRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  const endpoint = {
    tag: 'operations',
    summary: 'The pools of models: whether each is called, and what it has done of late.',
    answer: poolsResponse,
  } as const
  app.get('/v1/pools', { config: { endpoint } }, async (): Promise<z.infer<typeof poolsResponse>> => {
    const { health, configuration, versions } = turnstream.views.current()
    const { route, pools, prices } = configuration
    const nowMs = Date.now()
    const listedIn = (name: string): string | null =>
      Object.entries(route.tiers).find(([, names]) => names.includes(name))?.[0] ?? null
    const states = [...turnstream.pools()].map(([name, state]) => {
      const { kind, tier, model, batch, region, concurrency } = pools[name]!
      const cost = picoUsd({ ...state.usage, counted: false }, model, nowMs, prices)
      const sum = (of: 'answered' | 'failed'): number => state.buckets.reduce((total, bucket) => total + bucket[of], 0)
      return {
        ...{ name, kind, tier: listedIn(name) ?? tier ?? null, model, batch, region: region ?? null },
        down: health[name] === 'down',
        left_alone: state.rest?.reason ?? null,
        again_in_ms: state.rest?.againMs ?? null,
        warm: state.warm,
        concurrency,
        in_flight: state.inFlight,
        waiting: state.waiting,
        answered: sum('answered'),
        failed: sum('failed'),
        errors: { ...state.errors } as Record<string, number>,
        retries: state.retries,
        failed_since_answer: state.failedSince,
        first_token_ms: state.firstTokenMs,
        tokens: { prompt: state.usage.promptTokens, completion: state.usage.completionTokens },
        cost_usd: cost === null ? null : cost / 1e12,
        traffic: state.buckets.map(({ fromMs, ...ended }) => ({ from: new Date(fromMs).toISOString(), ...ended })),
      }
    })
    const at = new Date(nowMs).toISOString()
    return { at, pools: states, bucket_ms: bucketMs, control_version: versions.controlVersion }
  })
}
