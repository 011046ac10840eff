import type { LedgerLine } from '../../schemas/types.ts'

/**
 * Whether what the baseline model would have cost counts as saved. It does where Turnstream kept a model from being paid
 * as much: a hit, whoever wrote the entry's answer, a smaller model, a shorter prompt. It does not where the last resort
 * answered because no model did: that is a worse answer, not a cheaper one.
 */
export const claimsSaving = ({ source, degraded }: Pick<LedgerLine, 'source' | 'degraded'>): boolean =>
  degraded === null || (source !== 'faq' && source !== 'apology')

/** What a line saved, 1e-12 USD; below 0 where it cost more than it may claim, as do calls that failed before the last resort. */
export const savedPicoUsd = (line: LedgerLine): number =>
  (claimsSaving(line) ? line.baselinePicoUsd : 0) - line.costPicoUsd
