import type { Price } from '../../processors/configuration.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import { picoUsd } from '../../processors/infer/price.ts'
import { priceChoice } from '../../processors/ledger/choice-cost.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import type { LedgerLine } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'

export interface Repricing {
  /** The line with cost and baseline at these prices; what they have no price for counts as 0. */
  line(line: LedgerLine): LedgerLine
  /** Models without a price, and how many turns each of them leaves unpriced. */
  unpriced(): Readonly<Record<string, number>>
}

interface Ended {
  readonly usage: LedgerLine['usage']
  readonly atMs: number
  /** The name that answered, and the name that was asked for. */
  readonly names: readonly string[]
}

const nothing = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, counted: true }

const events = (log: Pick<EventIndex, 'ofSubject'>, turnId: string): readonly DomainEvent[] =>
  log.ofSubject(turnId).flatMap(record => {
    try {
      return [fromRecord(record)]
    } catch {
      return []
    }
  })

/** The calls of a turn, failed ones included, each under its own model. */
const callsOf = (log: Pick<EventIndex, 'ofSubject'>, turnId: string): readonly Ended[] => {
  const about = events(log, turnId)
  const asked = new Map(
    about.flatMap(event => (isType(event, 'InferenceRequested') ? [[event.data.callId, event.data.model]] : [])),
  )
  return about.flatMap(event =>
    isType(event, 'InferenceCompleted', 'InferenceFailed')
      ? [
          {
            usage: event.data.usage,
            atMs: event.timeMs,
            names: [event.data.model, asked.get(event.data.callId) ?? event.data.model],
          },
        ]
      : [],
  )
}

/**
 * Prices ledger lines again. A line has the tokens of all its calls together, under the model that answered: where several were
 * made, or the answering name has no price, the calls themselves are read from the log. With the prices that were in
 * force a line comes out as it was recorded.
 */
export const createRepricing = (log: Pick<EventIndex, 'ofSubject'>, prices: readonly Price[]): Repricing => {
  const missing = new Map<string, number>()
  const miss = (model: string): number => {
    missing.set(model, (missing.get(model) ?? 0) + 1)
    return 0
  }
  const priceOf = ({ usage, atMs, names }: Ended): number | null =>
    names.reduce<number | null>((known, name) => known ?? picoUsd(usage, name, atMs, prices), null)

  const costOf = ({ turnId, usage, model, source, calls, atMs }: LedgerLine): number => {
    if (usage.promptTokens + usage.completionTokens === 0) return 0
    // Where somebody else answered in the end, the tokens are those of calls that failed.
    const whole = calls === 1 && source === 'model' ? priceOf({ usage, atMs, names: [model] }) : null
    if (whole !== null) return whole
    const made = callsOf(log, turnId)
    if (made.length === 0) return miss(model)
    return made.reduce((sum, call) => sum + (priceOf(call) ?? miss(call.names[0]!)), 0)
  }

  /** What offers are priced by: the name that answered, and where it has no price the one that was asked for. */
  const namesOf = ({ turnId, model, atMs }: LedgerLine): readonly string[] =>
    picoUsd(nothing, model, atMs, prices) === null ? (callsOf(log, turnId).at(-1)?.names ?? [model]) : [model]

  const routingOf = ({ routing, atMs }: LedgerLine): LedgerLine['routing'] =>
    routing && {
      ...routing,
      costPicoUsd: picoUsd(routing.usage, routing.model, atMs, prices) ?? miss(routing.model),
    }
  /** The baseline's price is missing for the line already. */
  const checkedOf = ({ checked, baselineModel, atMs }: LedgerLine): LedgerLine['checked'] =>
    checked && {
      ...checked,
      assumedPicoUsd: picoUsd(checked.assumedTokens, baselineModel, atMs, prices) ?? 0,
      freshPicoUsd: picoUsd(checked.freshTokens, baselineModel, atMs, prices) ?? 0,
    }
  const priced = (line: LedgerLine): LedgerLine => {
    const routing = routingOf(line)
    return {
      ...line,
      routing,
      checked: checkedOf(line),
      choice: line.choice && priceChoice(line.choice, namesOf(line), line.atMs, prices),
      costPicoUsd: costOf(line) + (routing?.costPicoUsd ?? 0),
      baselinePicoUsd: picoUsd(line.baselineTokens, line.baselineModel, line.atMs, prices) ?? miss(line.baselineModel),
    }
  }

  return {
    line: priced,
    unpriced: () => Object.fromEntries([...missing].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
