import type { Audit, AuditedTurn, Subject } from '../audit/audit.ts'
import { tableOf } from './table.ts'

const numbers = new Intl.NumberFormat('en')
const many = (value: number, one: string): string => `${numbers.format(value)} ${value === 1 ? one : `${one}s`}`

const subjectText = (subject: Subject): string => {
  if ('policy' in subject) return `by an answer that was made under policy version ${subject.policy}`
  return 'entry' in subject ? `by entry ${subject.entry}` : `by model ${subject.model}`
}

const rangeText = ({ from, to }: Audit): string =>
  [from === null ? '' : ` from ${from}`, to === null ? '' : ` to ${to}`].join('')

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text).replaceAll(/\s+/g, ' ')

const versions = ({ made_under: made, served_under: served }: AuditedTurn): string =>
  made === served ? (made ?? 'none') : `${made ?? 'none'}, served under ${served ?? 'none'}`

/** An audit for a terminal. */
export const auditText = (result: Audit): string => {
  const { subject, turns, outlived, bySource, first, last, rows } = result
  const head = `${many(turns, 'turn')} served ${subjectText(subject)}${rangeText(result)}`
  if (turns === 0) return `${head}.`
  const sources = Object.entries(bySource).map(([source, count]) => `${numbers.format(count)} ${source}`)
  return [
    `${head}: ${sources.join(', ')}; the first ${first}, the last ${last}.`,
    ...(outlived === 0
      ? []
      : [`${many(outlived, 'turn')} of them after another change for the same tenant and scene.`]),
    tableOf(
      ['at', 'turn', 'tenant', 'user', 'question', 'policy', 'why'],
      rows.map(row => [
        row.at,
        row.turn_id,
        row.tenant,
        row.user_id ?? '',
        short(row.question),
        versions(row),
        row.why,
      ]),
    ),
    ...(turns > rows.length ? [`and ${numbers.format(turns - rows.length)} more: --limit`] : []),
  ].join('\n')
}
