import { expect, it } from 'vitest'
import { answeredOf, configurationOf, eventOf, turnOf, viewsOf } from '../../processors/fixtures.ts'
import { createIntake, type IntakePorts, plainAsk } from './intake.ts'

/** An intake whose log has the turn already; `placed` says whether it has an answer to it at that moment. */
const withRecorded = (placed: () => boolean) => {
  const recorded = eventOf('TurnAnswered', answeredOf({ text: 'recorded' }))
  const synced: string[] = []
  const ports = {
    log: { synced: async () => void synced.push('synced') },
    facts: {
      find: (type: string) =>
        type === 'TurnReceived' ? eventOf('TurnReceived', turnOf()) : placed() ? recorded : null,
    },
    desk: { expect: async () => answeredOf({ text: 'told when durable' }) },
    cache: { exact: () => null },
    serves: () => true,
    views: () => viewsOf({ configuration: configurationOf() }),
    partitions: 4,
    answerTimeoutMs: 1_000,
    clock: () => 0,
    now: () => 0,
  } as unknown as IntakePorts
  const ask = async (): Promise<string> => {
    const asked = { ...plainAsk('Again?'), idempotencyKey: 'k' }
    const told = await createIntake(ports).ask(asked, new AbortController().signal)
    return told.kind === 'answered' ? told.answer.text : told.kind
  }
  return { ask, synced }
}

it('a retry is told the recorded answer once what was placed is durable', async () => {
  const { ask, synced } = withRecorded(() => true)
  expect(await ask()).toBe('recorded')
  expect(synced).toEqual(['synced'])
})

it('a retry is not told an answer that was placed and then lost: it waits for the one that lasts', async () => {
  const looks = [true, false]
  expect(await withRecorded(() => looks.shift()!).ask()).toBe('told when durable')
})

it('a retry of a turn that has no answer yet waits for it', async () => {
  expect(await withRecorded(() => false).ask()).toBe('told when durable')
})
