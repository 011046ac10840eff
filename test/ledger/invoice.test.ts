import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addLine, type Cells } from '../../infra/ledger/cells.ts'
import { lineOf, recordOf } from '../../infra/ledger/ledger.fixtures.ts'
import { createRepricing } from '../../infra/ledger/reprice.ts'
import { summarise } from '../../infra/ledger/summary.ts'
import type { Price } from '../../processors/configuration.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import type { LedgerLine, Usage } from '../../schemas/types.ts'

interface Billed {
  readonly model: string
  readonly sent: number
  readonly cached: number
  readonly received: number
}

interface Call extends Billed {
  /** The name that the provider gave the model, where it is another one. */
  readonly answered?: string
  readonly failed?: boolean
}

interface Row {
  readonly what: string
  readonly turns: number
  readonly day: string
  readonly source?: string
  readonly routing?: Billed
  readonly calls: readonly Call[]
  readonly sum: string
  readonly usd: string
}

interface Invoice {
  readonly prices: readonly Price[]
  readonly rows: readonly Row[]
  readonly usd: string
  readonly billed: string
}

const invoice = JSON.parse(readFileSync(join(import.meta.dirname, 'invoice.json'), 'utf8')) as Invoice

const usageOf = ({ sent, cached, received }: Omit<Billed, 'model'>): Usage => ({
  promptTokens: sent,
  completionTokens: received,
  cachedTokens: cached,
  counted: false,
})

const total = (calls: readonly Call[], of: 'sent' | 'cached' | 'received'): number =>
  calls.reduce((sum, call) => sum + call[of], 0)

const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`)

/** What the log has of a turn like those of a row. */
const recordsOf = ({ day, calls }: Row): readonly StoredRecord[] =>
  calls.flatMap((call, n) => {
    const callId = `call.${n}`
    const ended = { callId, model: call.answered ?? call.model, usage: usageOf(call) }
    const record = call.failed
      ? recordOf('InferenceFailed', ended, `${callId}.failed`)
      : recordOf('InferenceCompleted', ended, `${callId}.completed`)
    return [
      recordOf('InferenceRequested', { callId, model: call.model }, `${callId}.requested`),
      { ...record, timestampMs: noonOf(day) },
    ]
  })

/** Its line, priced at nothing as where no price list was in force. */
const recordedOf = ({ day, source = 'model', routing, calls }: Row): LedgerLine =>
  lineOf({
    ...{ day, source, atMs: noonOf(day), costPicoUsd: 0, calls: calls.length },
    model: calls.at(-1)?.answered ?? calls.at(-1)?.model ?? 'small',
    usage: usageOf({
      sent: total(calls, 'sent'),
      cached: total(calls, 'cached'),
      received: total(calls, 'received'),
    }),
    routing: routing ? { pool: 'p', model: routing.model, usage: usageOf(routing), costPicoUsd: 0 } : null,
  })

const spentOn = (rows: readonly Row[]): string => {
  const cells: Cells = new Map()
  for (const row of rows) {
    const { line } = createRepricing({ ofSubject: () => recordsOf(row) }, invoice.prices)
    const priced = line(recordedOf(row))
    for (let n = 0; n < row.turns; n++) addLine(cells, priced)
  }
  return summarise([...cells.values()], []).usd.spent
}

describe('priced again by the list of an invoice', () => {
  it.each(invoice.rows.map(row => [row.what, row] as const))('its row of %s is the same, exactly', (_what, row) => {
    expect(spentOn([row]), row.sum).toBe(row.usd)
  })

  it('the whole is what was billed, to the cent', () => {
    const spent = spentOn(invoice.rows)
    expect(spent).toBe(invoice.usd)
    expect(Number(spent).toFixed(2)).toBe(invoice.billed)
  })
})
