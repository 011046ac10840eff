import type { FastifyReply } from 'fastify'
import type { GatewayContext } from './context.ts'
import type { Outcome } from './outcome.ts'

/** Counts an answer that goes out, which the log has taken; the pool and tokens of a hit are not counted again. */
export const observe = (
  { metrics, refusals }: GatewayContext,
  channel: string,
  outcome: Outcome,
  reply: FastifyReply,
  firstTokenMs: number | null = null,
): void => {
  refusals.over()
  metrics.answered({
    channel,
    source: outcome.source,
    cached: outcome.cached,
    tier: outcome.route?.tier ?? null,
    pool: outcome.route?.pool ?? null,
    degraded: outcome.degraded,
    choice: outcome.choice,
    promptTokens: outcome.usage.promptTokens,
    completionTokens: outcome.usage.completionTokens,
    costUsd: outcome.costUsd,
    latencyMs: reply.elapsedTime,
    firstTokenMs,
  })
}
