import { expect, it } from 'vitest'
import {
  answeredOf,
  at,
  candidateOf,
  configurationOf,
  eventOf,
  turnOf,
  vectorOf,
  viewsOf,
} from '../../processors/fixtures.ts'
import type { NearestQuery } from '../../processors/ports/cache.ts'
import type { ServedAnswer } from '../../schemas/types.ts'
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

/** An intake whose log turns out to have had the turn before, once the turn is on it again; `cached` is what the caches have for it. */
const withOvertaken = (cached: ServedAnswer | null) => {
  let appended = false
  const placed = { topic: 'chat.turns', partition: 0 }
  const configuration = configurationOf()
  const ports = {
    log: {
      accept: async () => {
        appended = true
        return { positions: [{ ...placed, offset: 5n }], durable: Promise.resolve() }
      },
      find: () => ({ ...placed, offset: 3n }),
      synced: async () => undefined,
    },
    facts: {
      find: (type: string) => {
        if (!appended) return null
        return type === 'TurnAnswered'
          ? eventOf(type, answeredOf({ text: 'recorded' }))
          : eventOf('TurnReceived', turnOf())
      },
    },
    decoded: { remember: () => undefined },
    desk: { expect: () => new Promise(() => undefined) },
    embedding: { name: 'test:1', embed: async () => [{ vector: vectorOf(0), tokens: 3 }] },
    cache: {
      exact: () => null,
      nearest: ({ identity, scene, language }: NearestQuery) =>
        cached ? [candidateOf({ identity, scene, language, similarity: 1, question: 'again?', expiresAtMs: at })] : [],
      answer: () => cached,
    },
    serves: () => true,
    views: () => viewsOf({ configuration }),
    partitions: 4,
    answerTimeoutMs: 1_000,
    clock: () => 0,
    now: () => 0,
  } as unknown as IntakePorts
  return (idempotencyKey: string | null) =>
    createIntake(ports).ask({ ...plainAsk('Again?'), idempotencyKey }, new AbortController().signal)
}

const cached: ServedAnswer = {
  ...{ text: 'cached', model: 'm', pool: 'p', sources: [], degraded: null },
  ...{ promptTokens: 1, completionTokens: 1, counted: false },
}

it('a retry that meets a hit is told what the log answers, where another process has taken the turn a moment before', async () => {
  expect(await withOvertaken(cached)('k')).toMatchObject({ kind: 'answered', answer: { text: 'recorded' } })
  expect(await withOvertaken(cached)(null)).toMatchObject({ kind: 'hit', served: { text: 'cached' } })
})

it('a retry that misses is told an answer that was there before it listened', async () => {
  expect(await withOvertaken(null)('k')).toMatchObject({ kind: 'answered', answer: { text: 'recorded' } })
})
