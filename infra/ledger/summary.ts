import { type Cell, layers } from './cells.ts'
import { type Checks, checksOf, effectiveChecks, fewestChecks, ratioOf } from './checks.ts'
import type { Forecast } from './forecast.ts'
import { usdText } from './usd.ts'

/** What sums may be told apart by. */
export const dimensions = ['tenant', 'scene', 'model', 'pool', 'layer', 'day'] as const

export type Dimension = (typeof dimensions)[number]

/**
 * What becomes of degraded turns in the sums. Hits among them save as others do, and how much is told. Misses save nothing:
 * what the baseline model would have taken for them is a part of `baseline` and no part of `saved`, so baseline = spent +
 * saved + unclaimed. See `claimsSaving`.
 */
export interface Degraded {
  readonly turns: number
  readonly hits: number
  readonly tokens: { readonly saved: number; readonly unclaimed: number }
  readonly usd: { readonly saved: string; readonly unclaimed: string }
}

/**
 * What offering existing answers to the models of misses took, and what choosing one spared: a part of what was spent, and of
 * what the baseline model would have taken beyond it.
 */
export interface Choices {
  /** Turns whose model was offered some. */
  readonly offered: number
  /** Those of them where it chose one. */
  readonly chosen: number
  readonly tokens: { readonly spent: number; readonly saved: number }
  readonly usd: { readonly spent: string; readonly saved: string }
}

/** What the turns took that no customer asked: those of tasks, checks, judgements and summaries. A part of what was spent, and of calls. */
export interface Own {
  readonly turns: number
  readonly tokens: number
  /** Exact decimal. */
  readonly usd: string
}

/**
 * How sure `saved` is of what hits spared. Assumed is that a hit would have taken the baseline model what writing its entry took; hits
 * that were also answered afresh tell how far that holds on average, and with them a range of what was saved. It need not have `saved`
 * in it: then the assumption is off. What nothing measures is no part of it; see docs/costs.md.
 */
export interface SavedInterval {
  readonly checks: number
  /** Those of them where the model chose an existing answer, whose length then counts. */
  readonly chosen: number
  /** Fresh over assumed, of money; null where the interval is. */
  readonly ratio: number | null
  /** With 95 % confidence; null where nobody can tell. */
  readonly tokens: { readonly low: number; readonly high: number } | null
  /** The same, USD. */
  readonly usd: { readonly low: string; readonly high: string } | null
  /** Why there is none; null where there is. */
  readonly cannotTell: string | null
}

/** Sums over ledger lines. Money is in USD, exact decimals. */
export interface Sums {
  /** That customers have asked. */
  readonly turns: number
  /** Turns that each layer answered; `none`: no cache did. */
  readonly byLayer: Readonly<Record<(typeof layers)[number], number>>
  /** In [0, 1]; 0 where there is no turn. */
  readonly hitRate: number
  /** Calls to providers, failed ones included. */
  readonly calls: number
  /** Spent is billed; saved is what the baseline model would have taken beyond that, but for what is not claimed. */
  readonly tokens: { readonly spent: number; readonly baseline: number; readonly saved: number }
  readonly usd: { readonly spent: string; readonly baseline: string; readonly saved: string }
  readonly savedInterval: SavedInterval
  /** Turns that the last resort answered, hits on its answers included: a part of all the other sums. */
  readonly degraded: Degraded
  readonly choices: Choices
  readonly own: Own
  /** Against which model saved is counted; several are joined by commas; null where there is no turn. */
  readonly baselineModel: string | null
}

export type CostRow = { readonly [name in Dimension]?: string } & Sums

/** The sums of the ledger. */
export interface Summary extends Sums {
  /** Time of the first line, ISO 8601; null where there is none. */
  readonly since: string | null
  /** One for each combination of what was asked for, sorted by it. */
  readonly rows: readonly CostRow[]
}

/** The document of GET /v1/costs, and most of that of `turnstream costs`. */
export interface CostSummary extends Summary {
  /** Null where it was not asked for. */
  readonly forecast: Forecast | null
}

const degradedOf = (cells: readonly Cell[], tokensUnclaimed: number, unclaimed: bigint): Degraded => {
  const hits = cells.filter(({ layer }) => layer !== 'none')
  const turnsOf = (some: readonly Cell[]): number => some.reduce((sum, { turns }) => sum + turns, 0)
  const tokens = hits.reduce((sum, { tokensBaseline, tokensSpent }) => sum + tokensBaseline - tokensSpent, 0)
  const saved = hits.reduce((sum, { baselinePicoUsd, spentPicoUsd }) => sum + baselinePicoUsd - spentPicoUsd, 0n)
  return {
    turns: turnsOf(cells),
    hits: turnsOf(hits),
    tokens: { saved: tokens, unclaimed: tokensUnclaimed },
    usd: { saved: usdText(saved), unclaimed: usdText(unclaimed) },
  }
}

const choicesOf = (cells: readonly Cell[]): Choices => {
  const count = (name: 'offered' | 'chosen' | 'offerTokens' | 'choiceTokens'): number =>
    cells.reduce((sum, cell) => sum + cell[name], 0)
  const money = (name: 'offerPicoUsd' | 'choicePicoUsd'): string =>
    usdText(cells.reduce((sum, cell) => sum + cell[name], 0n))
  return {
    offered: count('offered'),
    chosen: count('chosen'),
    tokens: { spent: count('offerTokens'), saved: count('choiceTokens') },
    usd: { spent: money('offerPicoUsd'), saved: money('choicePicoUsd') },
  }
}

const ownOf = (cells: readonly Cell[]): Own => ({
  turns: cells.reduce((sum, { ownTurns }) => sum + ownTurns, 0),
  tokens: cells.reduce((sum, { ownTokens }) => sum + ownTokens, 0),
  usd: usdText(cells.reduce((sum, { ownPicoUsd }) => sum + ownPicoUsd, 0n)),
})

const whyNot = (checks: Checks, hits: number): string | null => {
  if (hits === 0) return 'there is no hit whose baseline is assumed'
  const effective = Math.floor(effectiveChecks(checks))
  if (effective < fewestChecks) {
    const counted = effective < checks.checks ? `, which tell as much as ${effective} drawn evenly` : ''
    return `${checks.checks} hits were answered afresh${counted}, and an interval takes ${fewestChecks}`
  }
  return checks.usd.a <= 0
    ? 'the baseline model has no price, or nothing was assumed for the hits that were checked'
    : null
}

const savedIntervalOf = (cells: readonly Cell[], savedTokens: number, savedPico: bigint): SavedInterval => {
  const all = checksOf(cells.map(({ checked }) => checked))
  const hits = cells.filter(({ layer }) => layer !== 'none')
  const cannotTell = whyNot(
    all,
    hits.reduce((sum, { turns }) => sum + turns, 0),
  )
  const { checks, chosen } = all
  const [money, tokens] = [ratioOf(all, 'usd'), ratioOf(all, 'tokens')]
  if (cannotTell !== null || money === null || tokens === null)
    return { checks, chosen, ratio: null, tokens: null, usd: null, cannotTell }
  const assumedTokens = hits.reduce((sum, { tokensBaseline }) => sum + tokensBaseline, 0)
  const assumed = Number(hits.reduce((sum, { baselinePicoUsd }) => sum + baselinePicoUsd, 0n))
  const tokensAt = (ratio: number): number => Math.round(savedTokens + assumedTokens * (ratio - 1))
  const usdAt = (ratio: number): string => usdText(roughly(savedPico + BigInt(Math.round(assumed * (ratio - 1)))))
  return {
    ...{ checks, chosen, ratio: money.value },
    tokens: { low: tokensAt(tokens.value - tokens.reach), high: tokensAt(tokens.value + tokens.reach) },
    usd: { low: usdAt(money.value - money.reach), high: usdAt(money.value + money.reach) },
    cannotTell,
  }
}

/** To 1e-6 USD: an estimate. */
const roughly = (pico: bigint): bigint => (pico / 1_000_000n) * 1_000_000n

const sumsOf = (cells: readonly Cell[]): Sums => {
  const byLayer = Object.fromEntries(layers.map(layer => [layer, 0])) as Record<(typeof layers)[number], number>
  const baselines = new Set<string>()
  let [turns, calls, tokensSpent, tokensBaseline, tokensUnclaimed] = [0, 0, 0, 0, 0]
  let [spent, baseline, unclaimed] = [0n, 0n, 0n]
  for (const cell of cells) {
    turns += cell.turns
    calls += cell.calls
    tokensSpent += cell.tokensSpent
    tokensBaseline += cell.tokensBaseline
    tokensUnclaimed += cell.tokensUnclaimed
    spent += cell.spentPicoUsd
    baseline += cell.baselinePicoUsd
    unclaimed += cell.unclaimedPicoUsd
    byLayer[cell.layer] += cell.turns
    baselines.add(cell.baselineModel)
  }
  const savedTokens = tokensBaseline - tokensUnclaimed - tokensSpent
  const saved = baseline - unclaimed - spent
  return {
    turns,
    byLayer,
    hitRate: turns === 0 ? 0 : (turns - byLayer.none) / turns,
    calls,
    tokens: { spent: tokensSpent, baseline: tokensBaseline, saved: savedTokens },
    usd: { spent: usdText(spent), baseline: usdText(baseline), saved: usdText(saved) },
    savedInterval: savedIntervalOf(cells, savedTokens, saved),
    degraded: degradedOf(
      cells.filter(({ degraded }) => degraded),
      tokensUnclaimed,
      unclaimed,
    ),
    choices: choicesOf(cells),
    own: ownOf(cells),
    baselineModel: baselines.size === 0 ? null : [...baselines].sort().join(', '),
  }
}

/** The sums over all cells, and one row for each combination of `by`. */
export const summarise = (cells: readonly Cell[], by: readonly Dimension[]): Summary => {
  const groups = Map.groupBy(cells, cell => JSON.stringify(by.map(name => cell[name])))
  const sinceMs = cells.reduce((least, cell) => Math.min(least, cell.sinceMs), Number.POSITIVE_INFINITY)
  return {
    since: cells.length === 0 ? null : new Date(sinceMs).toISOString(),
    ...sumsOf(cells),
    rows:
      by.length === 0
        ? []
        : [...groups.values()]
            .map(group => ({ ...Object.fromEntries(by.map(name => [name, group[0]![name]])), ...sumsOf(group) }))
            .sort((a, b) => compareRows(a, b, by)),
  }
}

const compareRows = (a: CostRow, b: CostRow, by: readonly Dimension[]): number => {
  for (const name of by) {
    const order = placeOf(name, a) - placeOf(name, b) || compareText(a[name] ?? '', b[name] ?? '')
    if (order !== 0) return order
  }
  return 0
}

/** Layers have an order of their own. */
const placeOf = (name: Dimension, row: CostRow): number =>
  name === 'layer' ? (layers as readonly (string | undefined)[]).indexOf(row.layer) : 0

/** By code point: the same on every machine. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
