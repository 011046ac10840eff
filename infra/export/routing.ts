import type { RouterCall } from '../../schemas/types.ts'
import { type ColumnOf, columnsOf, type Documented } from './column.ts'

/** What asking a model for the tier took, which is a part of the cost; null where none was asked. */
export const routingColumns = <Row extends Documented>(
  of: (row: Row) => RouterCall | null,
): readonly ColumnOf<Row>[] => {
  const { column } = columnsOf<Row>()
  return [
    column(
      'routing_pool',
      'text',
      'The pool that was asked for the tier, where a model was.',
      r => of(r)?.pool ?? null,
    ),
    column('routing_model', 'text', 'The model that was asked for it.', row => of(row)?.model ?? null),
    column('routing_tokens_prompt', 'count', 'Tokens sent for it.', row => of(row)?.usage.promptTokens ?? null),
    column('routing_tokens_completion', 'count', 'Received for it.', row => of(row)?.usage.completionTokens ?? null),
    column('routing_cost_usd', 'usd', 'What it cost, part of the cost.', row => {
      const call = of(row)
      return call && BigInt(call.costPicoUsd)
    }),
  ]
}
