import { expect, test } from 'vitest'
import { evaluateCompression, saysValue } from '../../infra/eval/compress.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import type { ChatCall } from '../../processors/ports/models.ts'
import { modelsOf } from '../topology/fakes.ts'

const exchange = (user: string, assistant: string) => [
  { role: 'user', content: user },
  { role: 'assistant', content: assistant },
]

const long = {
  turns: [
    ...exchange('Hello there, I hope that you can help me.', 'Of course, what is it about?'),
    ...exchange('My order FH-20417 came with a cracked lid.', 'I am sorry to hear that. Which item is it?'),
    ...exchange('The Kestrel 10 kettle, for £42.50.', 'Thank you. Would you like a refund or another one?'),
    ...exchange('Another one please.', 'It will be sent on March 13th. Is that all right with you?'),
    ...exchange('Yes, that would be perfect, thank you very much.', 'You are very welcome.'),
    ...exchange('And could you tell me whether it is free?', 'It is free of charge.'),
    ...exchange('Wonderful, that is great to hear.', 'Is there anything else that I can do for you today?'),
  ],
  required: ['FH-20417', 'Kestrel 10', '£42.50', 'march 13th', 'Berkeley'],
}
const short = { turns: exchange('Is it free?', 'It is.'), required: ['free'] }

const configuration = configurationSchema.parse({})

test('counts what was compressed alone, and the values that its dialogue says', async () => {
  const sent: string[] = []
  const result = await evaluateCompression({
    rows: [short, long],
    configuration,
    onRow: (_row, text) => sent.push(text),
  })
  expect(result).toMatchObject({ dialogues: 1, short: 1, required: 4, retained: 4, retention: 1, fallbacks: 0 })
  expect(result.reduction).toBeCloseTo(1 - result.tokensAfter / result.tokensBefore)
  expect(result.reduction).toBeGreaterThan(0.2)
  expect(result.msPer1kTokens).toBeGreaterThan(0)
  expect(sent).toEqual([expect.stringContaining('FH-20417')])
})

test('tells which values were lost, where there is no room for them', async () => {
  const { compress, ...rest } = configuration
  const lost: (readonly string[])[] = []
  const result = await evaluateCompression({
    rows: [long],
    configuration: { ...rest, compress: { ...compress, tokenBudget: 60 } },
    onRow: (_row, _sent, values) => lost.push(values),
  })
  expect(result.retained).toBe(4 - lost[0]!.length)
  expect(lost[0]).toContain('FH-20417')
})

test('a fallback is a dialogue that was sent whole although it is long', async () => {
  const { compress, ...rest } = configuration
  const none = { ...rest, compress: { ...compress, attempts: 0 } }
  expect(await evaluateCompression({ rows: [long], configuration: none })).toMatchObject({ dialogues: 1, fallbacks: 1 })
})

test('a model sums up where a pool is named, and what it loses is extracted', async () => {
  const pools = { mini: { kind: 'openai', tier: 'small', model: 'm' } }
  const asking = configurationSchema.parse({ pools, compress: { pool: 'mini' } })
  const byModel = (answer: (call: ChatCall) => string) =>
    evaluateCompression({ rows: [long], configuration: asking, models: modelsOf(answer) })
  // All that was said, but for the assistant's questions and courtesies.
  const faithful = await byModel(({ messages }) => messages.at(-1)!.content.replace(' Which item is it?', ''))
  expect(faithful).toMatchObject({ retained: 4, summaries: { pool: 'mini', kept: 1, calls: { kept: 1, lost: 0 } } })
  expect(faithful.summaries).toMatchObject({ promptTokens: 10, completionTokens: 5 })
  const lossy = await byModel(() => 'Customer: a kettle')
  expect(lossy).toMatchObject({ retained: 4, summaries: { kept: 0, calls: { kept: 0, lost: 2 } } })
  expect(lossy.tokensAfter).toBe((await evaluateCompression({ rows: [long], configuration })).tokensAfter)
})

test('nothing of nothing is 0', async () => {
  expect(await evaluateCompression({ rows: [short], configuration })).toEqual({
    ...{ dialogues: 0, short: 1, tokensBefore: 0, tokensAfter: 0, reduction: 0 },
    ...{ required: 0, retained: 0, retention: 0, fallbacks: 0, msPer1kTokens: 0 },
    summaries: null,
  })
})

test('a value is said in any case, and as words of its own', () => {
  expect(saysValue('It is 112, or\n12.', '12')).toBe(true)
  expect(saysValue('It is 112 or 120.', '12')).toBe(false)
  expect(saysValue('to  San\nJose', 'san jose')).toBe(true)
})
