import { expect, it } from 'vitest'
import { instruction } from '../../processors/compress/summary.ts'
import { isType } from '../../processors/event.ts'
import { at, configurationOf } from '../../processors/fixtures.ts'
import { configuration, driverWith, hashEmbedding, modelsOf } from './fakes.ts'
import { appliedOf, openTestCache, turn } from './setup.ts'

const cache = openTestCache()
const pools = {
  small: { kind: 'openai', tier: 'small', model: 'tiny' },
  summaries: { kind: 'openai', tier: 'small', model: 'short' },
}
/** What was said, without what is to be named again. */
const lines = (question: string): string[] => question.split('\n\n')[0]!.split('\n')

/** A conversation of so many turns, in which `summarise` answers what it is asked; what was built of it. */
const talk = async (
  turns: number,
  summarise: (question: string) => string,
  compress: object = { pool: 'summaries' },
) => {
  const asked: string[] = []
  const models = modelsOf(({ messages, model }) => {
    const question = messages.at(-1)!.content
    if (messages[0]!.content !== instruction)
      return `I see, thank you for telling me. Parcel ${question.match(/\d+/)} is in Leeds.`
    expect(model).toBe('short')
    asked.push(question)
    return summarise(question)
  })
  const driver = driverWith({ cache: cache(), models, embedding: hashEmbedding, clock: () => at })
  await driver.send(appliedOf(configurationOf({ ...configuration, pools, compress })))
  for (let n = 1; n <= turns; n++) await driver.send(turn(n, `And parcel ${n}?`, { conversationId: 'c' }))
  const all = driver.events('chat.prompts')
  return {
    asked,
    driver,
    made: all.flatMap(event => (isType(event, 'SummaryMade') ? [event.data] : [])),
    prompts: all.flatMap(event => (isType(event, 'PromptBuilt') && !event.data.solo ? [event.data] : [])),
  }
}

it('a long conversation is summed up between turns by a model, and the next prompts rest on that', async () => {
  const { asked, made, prompts, driver } = await talk(12, question =>
    lines(question).join('\n').replaceAll('I see, thank you for telling me. ', ''),
  )
  expect(prompts.map(({ compression }) => compression)).toEqual([...Array(7).fill('none'), ...Array(5).fill('model')])
  expect(prompts[7]).toMatchObject({ summaryId: 't7.summary.1.made', historyTurns: 7 })
  expect(prompts[7]!.messages[1]!.content).toContain('Assistant: Parcel 1 is in Leeds.')
  // Five turns are covered after the seventh; four more after the eleventh.
  expect(made).toMatchObject([
    { sourceTurnId: 't7', attempt: 1, turns: 5, outcome: 'kept', missing: [], invented: [] },
    { sourceTurnId: 't11', attempt: 1, turns: 9, outcome: 'kept' },
  ])
  expect(prompts[11]).toMatchObject({ summaryId: 't11.summary.1.made' })
  expect(asked).toHaveLength(2)
  // It follows nothing, nothing follows it, and it is nobody's answer.
  // What both have said again and again is not taken out of it: it would be unclear who said the rest.
  const question = driver.events('chat.prompts').find(({ id }) => id === 't7.summary.1.prompt')
  expect(JSON.stringify(question)).toContain('Assistant: I see, thank you for telling me. Parcel 5 is in Leeds.')
  const received = driver.events('chat.turns').find(({ id }) => id === 't7.summary.1')
  expect(received).toMatchObject({
    key: 'c',
    data: { channel: 'summary', conversationId: 'c', solo: true, userId: null },
  })
  expect(driver.events('cache.entries').filter(({ subject }) => subject.includes('summary'))).toEqual([])
  expect(driver.events('cost.ledger').map(({ subject }) => subject)).toContain('t7.summary.1')
  expect(driver.events('chat.prompts').filter(event => isType(event, 'TurnSettled'))).toHaveLength(12)
})

it('a summary that lost something is asked for again with it named', async () => {
  const { asked, made, prompts } = await talk(8, question => {
    const all = lines(question)
    return (question.includes('must stand in it') ? all : all.slice(2))
      .join('\n')
      .replaceAll('I see, thank you for telling me. ', '')
  })
  expect(asked[1]).toMatch(/must stand in it as they are, under who said them:\nCustomer: "1" of "And parcel 1\?"/)
  expect(made).toMatchObject([
    { attempt: 1, outcome: 'lost', lines: [], missing: ['1', 'Parcel 1'] },
    { attempt: 2, outcome: 'kept' },
  ])
  expect(prompts[7]).toMatchObject({ compression: 'model', summaryId: 't7.summary.2.made' })
})

it.each([
  ['loses something whenever it is asked', () => 'Customer: parcels', ['lost', 'lost']],
  ['makes up a number', (q: string) => `${lines(q).join('\n')}\nCustomer: 99 parcels`, ['invented', 'invented']],
  ['says more than was said', (q: string) => `${lines(q).join('\n')}\nCustomer: ${'and '.repeat(30)}`, ['longer']],
  ['says nothing that can be read', () => 'I cannot do that.', ['failed']],
])('histories are extracted where the model %s', async (_title, summarise, outcomes) => {
  const { made, prompts } = await talk(8, summarise)
  expect(made.map(({ outcome }) => outcome)).toEqual(outcomes)
  expect(prompts[7]).toMatchObject({ compression: 'extractive', summaryId: null })
})

it('no model is asked where no pool is named', async () => {
  const { asked, driver } = await talk(9, () => '', {})
  expect(asked).toEqual([])
  expect(driver.events('tasks')).toEqual([])
})
