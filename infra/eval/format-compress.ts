import Table from 'cli-table3'
import type { CompressEvaluation } from './compress.ts'

/** A dialogue that lost required values, and what was sent for it. */
export interface Loss {
  readonly lost: readonly string[]
  readonly sent: string
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** The result of `eval compress` for a terminal. */
export const formatCompressEvaluation = (result: CompressEvaluation): string => {
  const { dialogues, short, tokensBefore, tokensAfter, reduction, required, retained, retention, fallbacks } = result
  const { summaries } = result
  const table = new Table({ style: { head: [], border: [] }, colAligns: ['left', 'right', 'right'] })
  table.push(
    ['dialogues compressed', dialogues, ''],
    ['sent whole, for they are short', short, ''],
    ['sent whole, for a check failed', fallbacks, percent(dialogues === 0 ? 0 : fallbacks / dialogues)],
    ['tokens before', tokensBefore, ''],
    ['tokens after', tokensAfter, `-${percent(reduction)}`],
    ['required values', required, ''],
    ['kept', retained, percent(retention)],
    ['ms for 1,000 tokens', result.msPer1kTokens.toFixed(2), ''],
  )
  if (summaries === null) return table.toString()
  const { pool, calls, kept, promptTokens, completionTokens, failure } = summaries
  const refused = (['lost', 'invented', 'longer', 'failed'] as const).map(outcome => `${calls[outcome]} ${outcome}`)
  table.push(
    [`summed up by ${pool}`, kept, percent(dialogues === 0 ? 0 : kept / dialogues)],
    ['its other replies', refused.join(', '), ''],
    ['tokens that it took', `${promptTokens} + ${completionTokens}`, ''],
  )
  return failure === null ? table.toString() : `${table.toString()}\n${failure}`
}

export const formatLosses = (losses: readonly Loss[]): string =>
  losses.map(({ lost, sent }) => `lost: ${lost.join(', ')}\n${sent}`).join('\n\n')
