import { savedPicoUsd } from '../../processors/ledger/saving.ts'
import type { LedgerLine } from '../../schemas/types.ts'
import { ledgerDocument } from '../elasticsearch/analytics-documents.ts'
import { columnsOf, type Documented } from './column.ts'
import { routingColumns } from './routing.ts'
import { tableOf } from './table.ts'

interface LedgerRow extends Documented {
  readonly line: LedgerLine
}

const { column, field } = columnsOf<LedgerRow>()

const columns = [
  column('answered_at', 'time', 'When the turn was answered.', ({ line }) => line.atMs),
  field('turnId', 'text', 'The turn.'),
  field('tenant', 'text', 'Tenant.'),
  field('scene', 'text', 'Scene.'),
  field('day', 'day', 'UTC day.'),
  column(
    'purpose',
    'text',
    'answer; or task, check, judgement or summary for a turn that no customer asked.',
    ({ line }) => line.purpose,
  ),
  field('source', 'text', 'exact, hot, cold, model, faq or apology.'),
  field('layer', 'text', 'exact, hot or cold; none where no cache answered.'),
  field('hit', 'flag', 'Whether a cache answered.'),
  field('tier', 'text', 'Tier.'),
  field('pool', 'text', 'Pool.'),
  field('model', 'text', 'The model that wrote the answer.'),
  field('degraded', 'text', 'no_upstream or failover, where the last resort answered or had written the answer.'),
  field('calls', 'count', 'Calls made, failed ones included.'),
  field('latencyMs', 'number', 'From arrival to answer, ms.'),
  field('embedMs', 'number', 'Embedding, ms.'),
  field('tokens.prompt', 'count', 'Tokens sent, cached ones included, without those of the routing.'),
  field('tokens.completion', 'count', 'Tokens received.'),
  field('tokens.cached', 'count', 'Of those sent, the ones from the provider’s prefix cache.'),
  column('cost_usd', 'usd', 'What the request cost, failed calls and the routing included.', ({ line }) =>
    BigInt(line.costPicoUsd),
  ),
  ...routingColumns<LedgerRow>(({ line }) => line.routing),
  field('baselineModel', 'text', 'The model that would have answered everything without Turnstream.'),
  field('baselineTokens.prompt', 'count', 'What it would have been sent.'),
  field('baselineTokens.completion', 'count', 'What it would have answered.'),
  field('baselineTokens.cached', 'count', 'Of what it would have been sent, from a prefix cache.'),
  column('baseline_usd', 'usd', 'Its price.', ({ line }) => BigInt(line.baselinePicoUsd)),
  column(
    'saved_usd',
    'usd',
    'The baseline without the cost; where no model could answer, no baseline is claimed.',
    ({ line }) => BigInt(savedPicoUsd(line)),
  ),
  column(
    'choice_offered',
    'count',
    'Existing answers that the model was offered.',
    r => r.line.choice?.offered ?? null,
  ),
  column('choice_chosen', 'flag', 'Whether it chose one.', r => r.line.choice?.chosen ?? null),
  column('choice_tokens', 'count', 'Tokens that the offers added.', r => r.line.choice?.tokens ?? null),
  column('choice_cost_usd', 'usd', 'Their price, part of the cost.', ({ line: { choice } }) =>
    choice ? BigInt(choice.costPicoUsd) : null,
  ),
  column('choice_saved_tokens', 'count', 'Tokens that choosing spared.', r => r.line.choice?.savedTokens ?? null),
  column('choice_saved_usd', 'usd', 'Their price.', ({ line: { choice } }) =>
    choice ? BigInt(choice.savedPicoUsd) : null,
  ),
  field('policyEpoch', 'count', 'The last policy change applied; -1 before the first.'),
  field('controlVersion', 'count', 'The last control record applied; -1 before the first.'),
]

/** A row for each line of the ledger. Its money adds up to what `turnstream costs` says. */
export const ledger = tableOf({ topic: 'cost.ledger', type: 'LedgerLine', row: 'ledger line' }, columns, line => ({
  line,
  document: ledgerDocument(line),
}))
