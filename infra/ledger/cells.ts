import { claimsSaving } from '../../processors/ledger/saving.ts'
import type { LedgerLine, Usage } from '../../schemas/types.ts'
import { addCheck, type Checks, noChecks } from './checks.ts'

/** Where an answer came from: a layer of the cache, or none of them. */
export const layers = ['exact', 'hot', 'cold', 'none'] as const

export type Layer = (typeof layers)[number]

/** What ledger lines are counted by. A saving says against which model, so that model belongs to it. */
export interface CellKey {
  readonly tenant: string
  readonly scene: string
  readonly model: string
  readonly pool: string
  readonly layer: Layer
  /** UTC day, ISO 8601. */
  readonly day: string
  readonly baselineModel: string
  /** Whether the last resort answered, or had written the entry of a hit. */
  readonly degraded: boolean
}

/** Sums over the ledger lines of one key. Money is in 1e-12 USD, exact. */
export interface Cell extends CellKey {
  /** That customers have asked. */
  turns: number
  /** That were asked beside those: for tasks, checks, judgements and summaries; their tokens and their cost are in what was spent. */
  ownTurns: number
  ownTokens: number
  ownPicoUsd: bigint
  calls: number
  /** Billed: sent, cached ones included, and received. */
  tokensSpent: number
  /** What the baseline model would have been sent and would have answered. */
  tokensBaseline: number
  spentPicoUsd: bigint
  baselinePicoUsd: bigint
  /** The parts of the baseline that are not claimed as saved; see `claimsSaving`. */
  tokensUnclaimed: number
  unclaimedPicoUsd: bigint
  /** Turns whose model was offered existing answers, and those of them where it chose one. */
  offered: number
  chosen: number
  /** What the offers added to the tokens and to the money spent, and what writing the chosen answers would have added. */
  offerTokens: number
  choiceTokens: number
  offerPicoUsd: bigint
  choicePicoUsd: bigint
  /** Of checks among the lines. */
  checked: Checks
  /** Of the first line, ms since 1970. */
  sinceMs: number
}

/** Cells by `keyOf`. */
export type Cells = Map<string, Cell>

const isLayer = (source: string): source is Layer => source !== 'none' && (layers as readonly string[]).includes(source)

/** A key as text; equal for equal keys. */
export const keyOf = ({ tenant, scene, model, pool, layer, day, baselineModel, degraded }: CellKey): string =>
  JSON.stringify([tenant, scene, model, pool, layer, day, baselineModel, degraded])

/** The cell that a line belongs to, with nothing in it yet. */
export const emptyCell = ({
  tenant,
  scene,
  model,
  pool,
  source,
  day,
  baselineModel,
  degraded,
  atMs,
}: LedgerLine): Cell => ({
  tenant,
  scene,
  model,
  pool,
  layer: isLayer(source) ? source : 'none',
  day,
  baselineModel,
  degraded: degraded !== null,
  turns: 0,
  ownTurns: 0,
  ownTokens: 0,
  ownPicoUsd: 0n,
  calls: 0,
  tokensSpent: 0,
  tokensBaseline: 0,
  spentPicoUsd: 0n,
  baselinePicoUsd: 0n,
  tokensUnclaimed: 0,
  unclaimedPicoUsd: 0n,
  offered: 0,
  chosen: 0,
  offerTokens: 0,
  choiceTokens: 0,
  offerPicoUsd: 0n,
  choicePicoUsd: 0n,
  checked: noChecks(),
  sinceMs: atMs,
})

const tokensOf = ({ promptTokens, completionTokens }: Usage): number => promptTokens + completionTokens

/** Adds a line to its cell; `load` gives what is known of a cell that is not among `cells` yet. */
export const addLine = (
  cells: Cells,
  line: LedgerLine,
  load: (key: string) => Cell | undefined = () => undefined,
): void => {
  const empty = emptyCell(line)
  const key = keyOf(empty)
  const cell = cells.get(key) ?? load(key) ?? empty
  cells.set(key, cell)
  const tokens = tokensOf(line.usage) + (line.routing ? tokensOf(line.routing.usage) : 0)
  if (line.purpose === 'answer') cell.turns++
  else {
    cell.ownTurns++
    cell.ownTokens += tokens
    cell.ownPicoUsd += BigInt(line.costPicoUsd)
  }
  cell.calls += line.calls
  cell.tokensSpent += tokens
  cell.tokensBaseline += tokensOf(line.baselineTokens)
  cell.spentPicoUsd += BigInt(line.costPicoUsd)
  cell.baselinePicoUsd += BigInt(line.baselinePicoUsd)
  if (!claimsSaving(line)) {
    cell.tokensUnclaimed += tokensOf(line.baselineTokens)
    cell.unclaimedPicoUsd += BigInt(line.baselinePicoUsd)
  }
  if (line.choice) {
    cell.offered++
    if (line.choice.chosen) cell.chosen++
    cell.offerTokens += line.choice.tokens
    cell.choiceTokens += line.choice.savedTokens
    cell.offerPicoUsd += BigInt(line.choice.costPicoUsd)
    cell.choicePicoUsd += BigInt(line.choice.savedPicoUsd)
  }
  if (line.checked) addCheck(cell.checked, line.checked, line.choice?.chosen === true)
  cell.sinceMs = Math.min(cell.sinceMs, line.atMs)
}
