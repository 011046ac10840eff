import { expect, it } from 'vitest'
import { createRepricing } from '../../infra/ledger/reprice.ts'
import { scanLedger } from '../../infra/ledger/scan.ts'
import type { Fault } from '../../infra/stub/fault.ts'
import type { StubCall } from '../../infra/stub/invoice.ts'
import type { Price } from '../../processors/configuration.ts'
import type { LedgerLine } from '../../schemas/types.ts'
import { system } from '../gateway/system.ts'

/** USD for 1,000,000 tokens, and so millionths of a USD for each: as the provider writes its invoice. */
const rates: Readonly<Record<string, { readonly input: number; readonly cached: number; readonly output: number }>> = {
  'stub-small': { input: 3, cached: 0.3, output: 15 },
  'stub-other': { input: 0.25, cached: 0.05, output: 2 },
}
const prices: readonly Price[] = Object.entries(rates).map(([model, { input, cached, output }]) => ({
  ...{ model, valid_from: '2026-01-01' },
  ...{ input: String(input), cached_input: String(cached), output: String(output) },
}))

/** What a call is on the invoice, 1e-12 USD: rates have two places, so this is exact. */
const billed = ({ model, promptTokens, cachedTokens, completionTokens }: StubCall): number => {
  const { input, cached, output } = rates[model]!
  const hundredths =
    (promptTokens - cachedTokens) * Math.round(input * 100) +
    cachedTokens * Math.round(cached * 100) +
    completionTokens * Math.round(output * 100)
  return hundredths * 10_000
}

/** What goes wrong with a question, call by call; nothing once the list is over. */
const faults: Readonly<Record<string, readonly (Fault | null)[]>> = {
  'a retry': [
    { kind: 'cut', afterPieces: 4 },
    { kind: 'status', status: 503 },
  ],
  'a failover': [{ kind: 'cut', afterPieces: 2 }],
  'a refusal': [{ kind: 'status', status: 429 }],
  'a broken stream': [{ kind: 'error', afterPieces: 3, code: 'server_error', message: 'lost' }],
  'a stalled stream': [{ kind: 'stall', afterPieces: 3 }],
  'no usage': [{ kind: 'no_usage' }],
}

it('spending priced again is the invoice of the provider, whatever went wrong', { timeout: 60_000 }, async () => {
  const seen = new Map<string, number>()
  const { url, post, stub, turnstream } = await system(
    {
      answer: messages => {
        const text = `Answer to: ${messages.at(-1)!.content}. It takes some words to say it well.`
        const cachedTokens = text.includes('a prefix') ? 7 : 0
        return text.includes('a thought')
          ? { text, cachedTokens, reasoning: 'First I think about it at length.' }
          : { text, cachedTokens }
      },
      fault: ({ messages }) => {
        const name = Object.keys(faults).find(each => messages.at(-1)!.content.includes(each))
        if (name === undefined) return null
        const call = seen.get(name) ?? 0
        seen.set(name, call + 1)
        return faults[name]![call] ?? null
      },
    },
    // The models cost nothing while they answer: all that is spent comes from the list that it is priced by again.
    { configuration: { prices: [], cache: { delayWindowMs: 0 } }, pool: { timeoutMs: 5_000 } },
  )
  const ask = async (message: string, headers = {}) => (await post('/v1/chat', { message }, headers)).json()

  for (const name of ['a retry', 'a failover', 'a refusal', 'a broken stream', 'no usage', 'a prefix', 'a thought'])
    await ask(`What is ${name} in my order?`)
  await ask('What is a prefix and a thought in my order?')
  // Twice the same request, and two of the same words: each pair is one call.
  await Promise.all([1, 2].map(() => ask('Which duplicate is this?', { 'idempotency-key': 'once' })))
  await Promise.all([1, 2].map(() => ask('Which of two is this?')))
  await turnstream.settled()
  // And one that a cache answers, for nothing.
  for (const _ of [1, 2]) {
    await ask('How long do I have to return an item?')
    await turnstream.settled()
  }

  // A client that leaves in the middle of its answer pays for what had come.
  const left = new AbortController()
  const response = await fetch(`${url}/v1/chat/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message: 'What is a stalled stream in my order?' }),
    signal: left.signal,
  })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  for (let text = ''; !text.includes('What'); text += (await reader.read()).value ?? '');
  left.abort()
  await expect.poll(() => stub.calls().filter(({ outcome }) => outcome === 'cancelled').length).toBe(1)
  await turnstream.settled()

  const lines: LedgerLine[] = []
  for await (const line of scanLedger(turnstream.log, () => undefined, console.error)) lines.push(line)
  const repricing = createRepricing(turnstream.log, prices)
  const spent = lines.map(line => repricing.line(line).costPicoUsd).reduce((sum, cost) => sum + cost)
  const invoice = stub.invoice()
  expect(lines.every(({ costPicoUsd }) => costPicoUsd === 0)).toBe(true)
  expect(new Set(invoice.map(({ outcome }) => outcome))).toEqual(new Set(['completed', 'cut', 'cancelled']))
  expect(invoice.some(({ cachedTokens }) => cachedTokens > 0)).toBe(true)
  expect(lines.filter(({ source }) => source === 'exact')).toHaveLength(1)
  expect(spent).toBe(invoice.map(billed).reduce((sum, cost) => sum + cost))
})
