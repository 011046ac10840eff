import { z } from 'zod'

const at = z.iso.datetime()
const usd = z.number().describe('USD.')
const ms = z.number().nullable().describe('ms; null where the step did not run.')
const usage = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  cached_tokens: z.int(),
  counted: z.boolean().describe('true where Turnstream counted because the provider did not say.'),
})

const turn = z.object({
  at,
  channel: z.string(),
  tenant: z.string(),
  conversation_id: z.string().nullable().describe('null where the turn stands in no conversation.'),
  asker: z.string().describe('A pseudonym.'),
  message: z.string(),
  model: z.string().describe('auto, or the model asked for.'),
  history_messages: z.int().describe('Sent along by the caller.'),
  request_id: z.string().nullable(),
})

const enrichment = z.object({
  normalised: z.string(),
  scene: z.string(),
  scene_named: z.boolean().describe('Whether the caller named it.'),
  language: z.string(),
  stands_alone: z.boolean(),
  flags: z.array(z.string()),
  slots: z.array(z.object({ kind: z.string(), value: z.string(), text: z.string() })),
  tokens: z.int(),
  embedding_model: z.string(),
})

const resolution = z.object({
  lane: z.enum(['fast', 'log']).describe('fast: decided while the request waited.'),
  outcome: z.string().describe('exact, hot, cold or none.'),
  reason: z
    .string()
    .describe('exact, threshold, wording, agreement, no_candidate, below_threshold, refused, unsure or bypass.'),
  sentence: z.string().describe('The reason for people.'),
  threshold: z.number(),
  similarity: z.number().nullable().describe('Of the entry served, or of the nearest one.'),
  mode: z.string().describe('Mode of the scene.'),
  candidates: z
    .array(
      z.object({
        entry_id: z.string(),
        question: z.string(),
        similarity: z.number(),
        layer: z.string(),
        stored_at: at,
        policy_epoch: z.int(),
        guards: z.array(z.object({ guard: z.string(), verdict: z.string(), detail: z.string().nullable() })),
      }),
    )
    .describe('Nearest first, with what each guard said.'),
  entry: z
    .object({
      entry_id: z.string(),
      learned_from: z.string().nullable().describe('The turn whose answer it is.'),
      origin: z.string().nullable(),
      stored_at: at,
      policy_epoch: z.int(),
      version: z.string().describe('Data version of its answer.'),
    })
    .nullable()
    .describe('The entry served.'),
  policy_epoch: z.int().describe('-1 before the first policy change.'),
  configuration_version: z.int(),
  policies: z
    .array(
      z.object({ version: z.string(), epoch: z.int(), since: at, scene: z.string().nullable(), reason: z.string() }),
    )
    .describe('Changes in force then that match the question, its answer or an entry that was looked at.'),
  timings_ms: z.object({ enrich: ms, embed: ms, exact: ms, semantic: ms }),
})

const prompt = z.object({
  template: z.string(),
  compression: z.string(),
  summary: z.string().nullable().describe('The turn that asked a model for the summary that it rests on.'),
  attempts: z.int(),
  history_turns: z.int(),
  tokens_before: z.int(),
  tokens_after: z.int(),
  required: z.int().describe('Spans of the history that must survive.'),
  kept: z.int().describe('Those that did.'),
  passages: z.array(z.object({ id: z.string(), version: z.string(), score: z.number() })),
  lookups: z
    .array(
      z.object({
        id: z.string(),
        store: z.string(),
        query: z.string(),
        parameters: z.array(z.unknown()),
        rows: z.array(z.unknown()),
        outcome: z.string(),
      }),
    )
    .describe('Records that the question names, with the queries that looked them up.'),
  offers: z
    .array(z.object({ entry_id: z.string(), similarity: z.number(), text: z.string() }))
    .describe('Existing answers that the model could choose, by number.'),
  offers_version: z.string().describe('Of the instruction that went with them; empty where there are none.'),
  offer_tokens: z.int().describe('What they added to the tokens.'),
})

const route = z.object({
  tier: z.string(),
  pools: z.array(z.string()),
  model: z.string().nullable(),
  reason: z.string(),
  router: z.string(),
  score: z.number(),
  confidence: z.number(),
  features: z.record(z.string(), z.number()),
  asked: z
    .object({ pool: z.string(), model: z.string(), usage, cost_usd: z.number() })
    .nullable()
    .describe('The call that asked a model for the tier.'),
})

const call = z.object({
  call_id: z.string(),
  attempt: z.int(),
  pool: z.string(),
  model: z.string(),
  not_before: at.nullable().describe('Of a retry: it was not made earlier. null for every other call.'),
  state: z.enum(['outstanding', 'completed', 'failed']),
  duration_ms: z.number().nullable(),
  first_token_ms: z.number().nullable(),
  usage: usage.nullable(),
  offers: z.boolean().describe('Whether existing answers went with it.'),
  joined: z.string().nullable().describe('The call of an identical turn that answered this one too.'),
  ambiguous: z.boolean().describe('An earlier call for the same request may have been billed and not recorded.'),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})

const answer = z.object({
  at,
  source: z.string().describe('exact, hot, cold, model, faq or apology.'),
  text: z.string(),
  model: z.string(),
  pool: z.string(),
  tier: z.string().nullable(),
  sources: z.array(z.string()),
  chosen: z.string().nullable().describe('The entry whose answer the model chose; null where it wrote one.'),
  degraded: z.string().nullable(),
  finish_reason: z.string(),
  latency_ms: z.number(),
  usage,
  cost_usd: usd,
})

const ledger = z.object({
  day: z.string(),
  cost_usd: usd,
  baseline_model: z.string(),
  baseline_usd: usd.describe('What that model would have cost, USD.'),
  saved_usd: usd,
  choice: z
    .object({
      offered: z.int(),
      chosen: z.boolean(),
      tokens: z.int(),
      cost_usd: usd,
      saved_tokens: z.int(),
      saved_usd: usd,
    })
    .nullable()
    .describe('What showing existing answers took, and what choosing one spared, at the prices of the model asked.'),
  claims_saving: z.boolean().describe('false where the last resort answered in place of a model: that saves nothing.'),
})

/** Why a turn got its answer, step by step; a step that has not happened is null or an empty list. */
export const explanationShape = z.object({
  turn_id: z.string(),
  experiment: z
    .object({ name: z.string(), arm: z.string() })
    .nullable()
    .describe('What it took part in; null where in nothing.'),
  redacted: z.boolean().describe('Whether texts are missing because somebody was erased.'),
  turn: turn.nullable(),
  enrichment: enrichment.nullable(),
  resolution: resolution.nullable(),
  queued_behind: z.string().nullable().describe('The turn of the same conversation that was answered first.'),
  prompt: prompt.nullable(),
  route: route.nullable(),
  calls: z.array(call),
  answer: answer.nullable(),
  learned: z.object({ entry_id: z.string(), stored: z.boolean(), shared: z.boolean().nullable() }).nullable(),
  ledger: ledger.nullable(),
  feedback: z.array(
    z.object({ at, helpful: z.boolean().nullable(), rating: z.int().nullable(), comment: z.string().nullable() }),
  ),
  reviews: z.array(
    z.object({
      review_id: z.string(),
      reason: z.string(),
      entry_id: z.string().nullable(),
      closed: z.object({ verdict: z.string(), by: z.string(), at }).nullable().describe('null while it waits.'),
    }),
  ),
  dead_letters: z.array(
    z.object({
      topic: z.string(),
      partition: z.int(),
      offset: z.int(),
      processor: z.string(),
      code: z.string(),
      message: z.string(),
    }),
  ),
  events: z.array(
    z.object({ id: z.string(), type: z.string(), topic: z.string(), partition: z.int(), offset: z.int(), at }),
  ),
})

export type Explanation = z.infer<typeof explanationShape>
