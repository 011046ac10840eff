import type { Past } from '../audit/as-of.ts'
import { tableOf } from './table.ts'

const numbers = new Intl.NumberFormat('en')
const many = (value: number, one: string, more = `${one}s`): string =>
  `${numbers.format(value)} ${value === 1 ? one : more}`

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text).replaceAll(/\s+/g, ' ')

const policiesText = ({ policies, versions, announced }: Past): string => {
  const head = `Policy epoch ${versions.policyEpoch}, configuration ${versions.controlVersion}`
  const waiting = announced.length === 0 ? '' : ` ${many(announced.length, 'change')} announced and not in force yet.`
  if (policies.length === 0) return `${head}: no policy change was in force.${waiting}`
  const rows = policies
    .slice(0, 10)
    .map(({ version, epoch, scene, tenant, reason, at }) => [
      ...[version, epoch, scene ?? 'all', tenant ?? 'all', at, short(reason)],
    ])
  const table = tableOf(['version', 'epoch', 'scene', 'tenant', 'since', 'reason'], rows)
  const more = policies.length > rows.length ? `\nand ${numbers.format(policies.length - rows.length)} older ones` : ''
  return `${head}; ${many(policies.length, 'policy change')} in force, the newest first:\n${table}${more}${waiting}`
}

/** The past for a terminal. */
export const asOfText = (past: Past): string => {
  const { at, scene, tenant, thresholds, cache, month, pools_down: down } = past
  const of = [scene === null ? '' : ` of scene ${scene}`, tenant === null ? '' : ` of tenant ${tenant}`].join('')
  const least = Object.entries(thresholds.least_confidence).map(([name, value]) => `${name} ${value.toFixed(4)}`)
  const { exact, hot, cold } = cache.by_layer
  return [
    `As of ${at}${of}:`,
    policiesText(past),
    `A hit had to be at least ${thresholds.similarity} alike, for at most ${thresholds.max_false_rate} wrong, and as sure as: ${least.join(', ')}.`,
    ...(down.length === 0 ? [] : [`Known to be down: ${down.join(', ')}.`]),
    `${many(cache.entries, 'entry', 'entries')} could be found: ${numbers.format(exact)} exact, ${numbers.format(hot)} hot, ${numbers.format(cold)} cold; ${numbers.format(cache.claimed)} more were claimed by a policy change, ${numbers.format(cache.held)} waited for a reviewer.`,
    ...(cache.rows.length === 0
      ? []
      : [
          tableOf(
            ['stored', 'entry', 'layer', 'scene', 'question', 'answer'],
            cache.rows.map(row => [
              ...[row.stored_at, row.entry_id, row.layer, row.scene, short(row.question), short(row.answer)],
            ]),
          ),
        ]),
    ...(cache.entries > cache.rows.length
      ? [`and ${numbers.format(cache.entries - cache.rows.length)} older ones: --limit`]
      : []),
    `Since the first of the month ${many(month.turns, 'turn')} had been answered, for ${month.usd} USD.`,
  ].join('\n')
}
