import { idOf } from '../../processors/event.ts'
import { purposeOf } from '../../processors/purpose.ts'
import type { RouterCall, TurnAnswered } from '../../schemas/types.ts'
import { findEvent } from '../audit/served.ts'
import { turnDocument } from '../elasticsearch/analytics-documents.ts'
import { columnsOf, type Documented } from './column.ts'
import { routingColumns } from './routing.ts'
import { type FoundIn, tableOf } from './table.ts'

interface TurnRow extends Documented {
  readonly answered: TurnAnswered
  readonly atMs: number
  readonly sources: readonly string[]
  readonly routing: RouterCall | null
}

const { column, field, personal } = columnsOf<TurnRow>()

const columns = [
  column('answered_at', 'time', 'When it was answered.', ({ atMs }) => atMs),
  field('turnId', 'text', 'The turn.'),
  field('tenant', 'text', 'Tenant.'),
  field('conversationId', 'text', 'The conversation; the turn’s own id where the caller named none.'),
  column('solo', 'flag', 'Whether the caller named no conversation.', ({ answered }) => answered.solo),
  field('receivedAt', 'time', 'When it arrived.'),
  field('scene', 'text', 'Scene.'),
  column(
    'purpose',
    'text',
    'answer; or task, check, judgement or summary for a turn that no customer asked.',
    ({ answered }) => purposeOf(answered.turnId),
  ),
  field('source', 'text', 'exact, hot, cold, model, faq or apology.'),
  field('layer', 'text', 'exact, hot or cold; none where no cache answered.'),
  field('hit', 'flag', 'Whether a cache answered.'),
  field('entryId', 'text', 'The cache entry served.'),
  field('similarity', 'number', 'Its similarity, or that of the nearest candidate on a miss.'),
  field('outcome', 'text', 'How the turn was resolved: exact, hot, cold or none.'),
  field('reason', 'text', 'Why: exact, threshold, below_threshold, refused …'),
  field('detail', 'text', 'The guard that refused, what was doubtful, or why the caches were bypassed.'),
  field('mode', 'text', 'Mode of the scene: cache, exact_only, direct or batch.'),
  field('threshold', 'number', 'The threshold in force.'),
  field('candidates', 'count', 'Candidates found.'),
  field('guards', 'verdicts', 'What each guard said, in that order: pass, refuse or off.'),
  field('refusedBy', 'list', 'The guards that refused.'),
  field('tier', 'text', 'Tier.'),
  field('pool', 'text', 'Pool.'),
  field('model', 'text', 'The model that wrote the answer.'),
  field('degraded', 'text', 'no_upstream or failover, where the last resort answered or had written the answer.'),
  field('finishReason', 'text', 'stop, length, tool_calls, content_filter or cancelled.'),
  field('learnable', 'flag', 'Whether the caches may learn the answer.'),
  column(
    'choice_offered',
    'count',
    'Existing answers that the model was offered.',
    r => r.answered.choice?.offered ?? null,
  ),
  column('choice_entry_id', 'text', 'The entry whose answer it chose.', r => r.answered.choice?.entryId ?? null),
  column('choice_tokens', 'count', 'Tokens that the offers added.', r => r.answered.choice?.tokens ?? null),
  column(
    'sources',
    'list',
    'Articles and documents that the answer rests on; with texts the records looked up for it too.',
    ({ sources }) => sources,
  ),
  field('calls', 'count', 'Calls made, failed ones included.'),
  field('tokens.prompt', 'count', 'Tokens sent, cached ones included, without those of the routing.'),
  field('tokens.completion', 'count', 'Tokens received.'),
  field('tokens.cached', 'count', 'Of those sent, the ones from the provider’s prefix cache.'),
  column('cost_usd', 'usd', 'What it cost, failed calls and the routing included.', ({ answered, routing }) =>
    BigInt(answered.costPicoUsd + (routing?.costPicoUsd ?? 0)),
  ),
  ...routingColumns<TurnRow>(({ routing }) => routing),
  field('latencyMs', 'number', 'From arrival to answer, ms.'),
  field('timings.enrichMs', 'number', 'Normalising, slots, language and scene, ms.'),
  field('timings.embedMs', 'number', 'Embedding, ms.'),
  field('timings.exactMs', 'number', 'Exact cache, ms.'),
  field('timings.semanticMs', 'number', 'Vector search, ms.'),
  field('policyEpoch', 'count', 'The last policy change applied; -1 before the first.'),
  field('controlVersion', 'count', 'The last control record applied; -1 before the first.'),
  personal(field('question', 'text', 'What the customer wrote.')),
  personal(field('answer', 'text', 'What was answered.')),
]

/** Ids of records that were looked up name a customer's order: entity:key. */
const isRecord = (source: string): boolean => source.includes(':')

const rowOf = (answered: TurnAnswered, atMs: number, log: FoundIn, texts: boolean): TurnRow => {
  const { turnId, promptId, sources } = answered
  const resolution = findEvent(log, 'TurnResolved', idOf.resolved(turnId))?.data.resolution ?? null
  return {
    answered,
    atMs,
    document: turnDocument(answered, resolution, texts),
    sources: texts ? sources : sources.filter(source => !isRecord(source)),
    // Only a turn that was prompted for was routed.
    routing: promptId === null ? null : (findEvent(log, 'TurnRouted', idOf.route(turnId))?.data.call ?? null),
  }
}

/** A row for each answered turn, as far as the log still knows of it. */
export const turns = tableOf({ topic: 'chat.answers', type: 'TurnAnswered', row: 'turn' }, columns, rowOf)
