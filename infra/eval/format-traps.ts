import Table from 'cli-table3'
import type { TrapRow } from './rows.ts'
import type { TrapOutcome, TrapsEvaluation } from './traps.ts'

const percent = (part: number, of: number): string => (of === 0 ? '-' : `${((100 * part) / of).toFixed(1)} %`)

const line = (kind: string, traps: number, falseServes: number, same: number, sameServed: number) => [
  kind,
  traps,
  falseServes,
  percent(falseServes, traps),
  same,
  sameServed,
  percent(sameServed, same),
]

/** The result of `eval traps` for a terminal. */
export const formatTrapsEvaluation = (result: TrapsEvaluation): string => {
  const { traps, falseServes, sameCases, sameServed, byKind } = result
  const table = new Table({
    head: ['kind', 'traps', 'served', 'share', 'same', 'served', 'share'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...Array.from({ length: 6 }, () => 'right' as const)],
  })
  table.push(
    ...Object.entries(byKind).map(([kind, { cases, served, traps, falseServes }]) =>
      line(kind, traps, falseServes, cases - traps, served - falseServes),
    ),
    line('all', traps, falseServes, sameCases, sameServed),
  )
  return table.toString()
}

/** The rows that came out otherwise than they should, two questions and a reason each. */
export const formatTrapFailures = (failures: readonly (TrapRow & { readonly outcome: TrapOutcome })[]): string =>
  failures
    .map(({ id, kind, a, b, same, outcome: { reason, detail, similarity } }) => {
      const near = similarity === null ? '' : `, similarity ${similarity.toFixed(3)}`
      const why = detail === null ? reason : `${reason}: ${detail}`
      return `${id} (${kind}): ${same ? 'not served' : 'SERVED'}, ${why}${near}\n  a: ${a}\n  b: ${b}`
    })
    .join('\n')
