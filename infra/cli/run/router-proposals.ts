import { type ListedRouter, type RouterList, routersListed } from '../../gateway/routers.ts'
import { usdText } from '../../ledger/usd.ts'
import { followViews } from '../../runtime/views.ts'
import type { CommonOptions } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { tableOf } from '../table.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** The figures of a router in a row of a table. */
const columns = (figures: ListedRouter['before']): readonly string[] => [
  percent(figures.small),
  percent(figures.medium),
  percent(figures.large),
  percent(figures.too_low),
  percent(figures.too_high),
  figures.cost_pico_usd === null ? 'no price' : usdText(BigInt(Math.round(figures.cost_pico_usd * 1_000))),
]

/** Both routers of a proposal beside each other, and what they were measured on. */
export const figuresText = ({ proposal_id, base, before, after, held_out, held_out_from }: ListedRouter): string =>
  `${tableOf(
    ['router', 'small', 'medium', 'large', 'too low', 'too high', 'USD for 1,000 turns'],
    [
      [base, ...columns(before)],
      [proposal_id, ...columns(after)],
    ],
    1,
  )}\nOf the last ${held_out} judged turns, from ${held_out_from}, which nothing was learned from.`

const decidedText = ({ decided }: ListedRouter): string => (decided ? `${decided.decision} by ${decided.by}` : '')

export const listText = ({ configured, router, proposals }: RouterList): string => {
  const inForce = configured === 'features' ? `turns are routed by ${router}` : `turns are routed by ${configured}`
  if (proposals.length === 0) return `nothing was proposed; ${inForce}`
  const table = tableOf(
    ['proposal', 'made', 'state', 'in place of', 'judged', 'wrong way before', 'after', 'decided'],
    proposals.map(each => [
      each.proposal_id,
      each.at,
      each.state,
      each.base,
      each.judged + each.held_out,
      percent(each.before.too_low + each.before.too_high),
      percent(each.after.too_low + each.after.too_high),
      decidedText(each),
    ]),
  )
  return `${table}\n${inForce}`
}

/** Shows the routers proposed on the log. Throws UNAVAILABLE where there is no log. */
export const routerProposals = async (options: CommonOptions): Promise<void> => {
  configurationOf(options)
  const log = await openLogToRead(options)
  try {
    const views = await followViews(log, error => note(`turnstream: ${(error as Error).message}`))
    views.stop()
    await printResult(options.json, routersListed(views.current()), listText)
  } finally {
    await log.close()
  }
}
