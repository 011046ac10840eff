import { z } from 'zod'
import { chatResponse } from './chat-body.ts'
import type { Outcome } from './outcome.ts'

/** What Turnstream adds to OpenAI's shapes, under a key that their clients pass over. */
export const turnstreamPart = z.object({
  turn_id: z.string(),
  cached: z.enum(['exact', 'hot', 'cold']).nullable(),
  similarity: z.number().optional(),
  cost_usd: z.number(),
  degraded: chatResponse.shape.degraded,
  sources: z.array(z.string()),
})

const usage = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.object({ cached_tokens: z.int() }),
})

export const completionResponse = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int().describe('Seconds since 1970.'),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string().nullable(),
        refusal: z.null(),
        tool_calls: z.array(z.unknown()).optional(),
      }),
      logprobs: z.null(),
      finish_reason: z.string(),
    }),
  ),
  usage,
  turnstream: turnstreamPart,
})

export const completionId = (turnId: string): string => `chatcmpl-${turnId}`

export const createdNow = (): number => Math.floor(Date.now() / 1_000)

export const toolCallsOf = ({ toolCalls }: Outcome): readonly object[] =>
  toolCalls === null ? [] : JSON.parse(toolCalls)

/** The usage of all choices together. */
export const completionUsage = (outcomes: readonly Outcome[]): z.infer<typeof usage> => {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const prompt = sum(({ usage }) => usage.promptTokens)
  const completion = sum(({ usage }) => usage.completionTokens)
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: sum(({ usage }) => usage.cachedTokens) },
  }
}

export const turnstreamPartOf = (outcomes: readonly Outcome[]): z.infer<typeof turnstreamPart> => {
  const first = outcomes[0]!
  return {
    turn_id: first.turnId,
    cached: first.cached,
    ...(first.similarity === null ? {} : { similarity: first.similarity }),
    cost_usd: outcomes.reduce((total, { costUsd }) => total + costUsd, 0),
    ...(first.degraded === null ? {} : { degraded: first.degraded }),
    sources: [...first.sources],
  }
}

/** A chat completion with a choice for each outcome; there is at least one. */
export const completionBody = (outcomes: readonly Outcome[]): z.infer<typeof completionResponse> => ({
  id: completionId(outcomes[0]!.turnId),
  object: 'chat.completion',
  created: createdNow(),
  model: outcomes[0]!.model,
  choices: outcomes.map((outcome, index) => {
    const calls = toolCallsOf(outcome)
    return {
      index,
      message: {
        role: 'assistant',
        content: calls.length > 0 && outcome.text === '' ? null : outcome.text,
        refusal: null,
        ...(calls.length === 0 ? {} : { tool_calls: [...calls] }),
      },
      logprobs: null,
      finish_reason: outcome.finishReason,
    }
  }),
  usage: completionUsage(outcomes),
  turnstream: turnstreamPartOf(outcomes),
})
