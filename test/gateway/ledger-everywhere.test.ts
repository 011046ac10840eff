import { expect, it } from 'vitest'
import { ledgerDocument } from '../../infra/elasticsearch/analytics-documents.ts'
import { scanLedger } from '../../infra/ledger/scan.ts'
import type { Summary } from '../../infra/ledger/summary.ts'
import { usdText } from '../../infra/ledger/usd.ts'
import type { LedgerLine } from '../../schemas/types.ts'
import { system } from './system.ts'

const price = (model: string, input: string, output: string) => ({
  ...{ model, input, output },
  ...{ valid_from: '2026-01-01', cached_input: input },
})
const configuration = {
  prices: [price('stub-small', '0.1', '0.7'), price('gpt-5', '2.5', '10')],
  budget: { monthlyUsd: 3 },
}

const sampleOf = (metrics: string, name: string): string =>
  metrics
    .split('\n')
    .find(line => line.startsWith(`${name} `))
    ?.split(' ')[1] ?? 'none'

it('the ledger, Prometheus and the documents for analysts have the same money at the same offset', async () => {
  const { post, get, turnstream } = await system({}, { configuration })
  const ask = async (message: string) => {
    await post('/v1/chat', { message })
    await turnstream.settled()
  }
  const questions = ['How long may I wait?', 'Where is my parcel?', 'What is the price of that jacket?']
  for (const question of [...questions, ...questions]) await ask(question)

  const sums = (await (await get('/v1/costs')).json()) as Summary
  const metrics = await (await get('/metrics')).text()

  const lines: LedgerLine[] = []
  for await (const line of scanLedger(turnstream.log, () => undefined, console.error)) lines.push(line)
  const offsets = await Promise.all(
    Array.from({ length: turnstream.partitions }, async (_, partition) => {
      const told = sampleOf(metrics, `turnstream_ledger_offset{partition="${partition}"}`)
      expect(BigInt(told)).toBe(await turnstream.log.end({ topic: 'cost.ledger', partition }))
      return Number(told)
    }),
  )
  expect(offsets.reduce((sum, next) => sum + next)).toBe(lines.length)
  expect(sums.byLayer).toMatchObject({ exact: 2, none: 4 })

  const documents = lines.map(line => ledgerDocument(line) as Record<string, number>)
  const sumOf = (field: string): string =>
    usdText(documents.reduce((sum, document) => sum + BigInt(document[field]!), 0n))
  expect(Number(sums.usd.spent)).toBeGreaterThan(0)
  expect(sumOf('costPicoUsd')).toBe(sums.usd.spent)
  expect(sumOf('baselinePicoUsd')).toBe(sums.usd.baseline)
  // No line is degraded, so all of the difference is claimed; the documents have it as a double.
  const saved = documents.reduce((sum, { savedUsd }) => sum + savedUsd!, 0)
  expect(saved).toBeCloseTo(Number(sums.usd.saved), 12)

  for (const kind of ['spent', 'baseline', 'saved'] as const)
    expect(sampleOf(metrics, `turnstream_ledger_usd{kind="${kind}"}`)).toBe(String(Number(sums.usd[kind])))
  expect(sampleOf(metrics, 'turnstream_month_usd{kind="spent"}')).toBe(String(Number(sums.usd.spent)))
  expect(sampleOf(metrics, 'turnstream_month_usd{kind="budget"}')).toBe('3')
})
