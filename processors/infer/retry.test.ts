import { describe, expect, it } from 'vitest'
import type { DomainEvent } from '../event.ts'
import { factsOf, failed, receivedAtMs, requested, usage, views } from './infer.fixtures.ts'
import type { Failure } from './outcome.ts'
import { retryOf, takeRetry } from './retry.ts'

/** The limits: `small` 1,000 ms from when it is asked at 10 ms, `large` 2,000 ms from when it is asked at 20 ms. */
const last = requested(2, { pool: 'large', model: 'maxi', remaining: ['faq'], timeoutMs: 2_000 })
const nowMs = receivedAtMs + 100
const at = (ms: number): number => receivedAtMs + ms

const failure = (over: Partial<Failure> = {}): Failure => ({
  ...{ code: 'MODEL_UNREACHABLE', message: 'gone', partialText: null, usage: usage(0, 0), durationMs: 1 },
  againAtMs: at(500),
  ...over,
})

const take = (
  over: Partial<Failure> = {},
  { small = at(300) as number | null, request = last, grants = (_pool: string): boolean => true } = {},
) => {
  const asked: string[] = []
  const pool = takeRetry(
    request,
    failure(over),
    nowMs,
    { facts: factsOf(requested(1), failed(1, { againAtMs: small })), views },
    {
      grantsRetry: name => {
        asked.push(name)
        return grants(name)
      },
    },
  )
  return { pool, asked }
}

describe('a turn whose last model has failed', () => {
  it('takes a retry from the pool that may be tried again the soonest, and no other budget is touched', () => {
    expect(take()).toEqual({ pool: 'small', asked: ['small'] })
    expect(take({}, { small: at(400) })).toEqual({ pool: 'small', asked: ['small'] })
    expect(take({ againAtMs: at(200) })).toEqual({ pool: 'large', asked: ['large'] })
  })

  it('takes it from the next one where that has no room, and from none where none has', () => {
    expect(take({}, { grants: pool => pool === 'large' })).toEqual({ pool: 'large', asked: ['small', 'large'] })
    expect(take({}, { grants: () => false })).toEqual({ pool: null, asked: ['small', 'large'] })
  })

  it.each<[string, Partial<Failure>, Parameters<typeof take>[1]]>([
    ['no failure can be mended', { againAtMs: null }, { small: null }],
    ['the client has left', { code: 'CLIENT_CLOSED' }, {}],
    ['a model is left to ask', {}, { request: requested(2, { ...last.data, remaining: ['small', 'faq'] }) }],
    ['this was the retry', {}, { request: requested(2, { ...last.data, notBeforeMs: at(50) }) }],
    ['more than half of either limit would be over', { againAtMs: at(1_021) }, { small: at(511) }],
  ])('takes none, and touches no budget, where %s', (_where, over, more) => {
    expect(take(over, more)).toEqual({ pool: null, asked: [] })
  })

  it('takes one where half of the limit is left', () => {
    expect(take({ againAtMs: at(1_020) }, { small: at(511) }).pool).toBe('large')
    expect(take({ againAtMs: null }, { small: at(510) }).pool).toBe('small')
  })

  it('takes none from a pool that is gone from the configuration, or without budgets', () => {
    const request = requested(1, { pool: 'gone', remaining: [] })
    expect(take({}, { request })).toEqual({ pool: null, asked: [] })
    expect(takeRetry(last, failure(), nowMs, { facts: factsOf(), views }, {})).toBeNull()
  })
})

describe('a retry that was granted', () => {
  const ended = (over: Partial<DomainEvent<'InferenceFailed'>['data']>, afterMs = 100) => ({
    ...failed(2, { pool: 'large', againAtMs: at(700), ...over }),
    timeMs: at(afterMs),
  })
  const earlier = [{ request: requested(1), ended: failed(1, { againAtMs: at(300) }) }]
  const joined = { request: last, earlier }

  it('is made when its pool may be tried again, within what is left of that call’s time limit', () => {
    expect(retryOf(ended({ retryPool: 'large' }), joined, ['faq'], views)).toEqual({
      ...{ pool: 'large', notBeforeMs: at(700), timeoutMs: 1_320 },
    })
    expect(retryOf(ended({ retryPool: 'small' }), joined, ['faq'], views)).toEqual({
      ...{ pool: 'small', notBeforeMs: at(300), timeoutMs: 710 },
    })
  })

  it('is made at once where that time is over', () => {
    expect(retryOf(ended({ retryPool: 'small' }, 400), joined, ['faq'], views)).toEqual({
      ...{ pool: 'small', notBeforeMs: at(400), timeoutMs: 610 },
    })
  })

  it.each([
    ['none was granted', { retryPool: null }, ['faq']],
    ['its pool is gone', { retryPool: 'gone' }, ['faq']],
    ['there is a model to ask after all', { retryPool: 'large' }, ['small', 'faq']],
  ])('is none where %s', (_where, over, remaining) => {
    expect(retryOf(ended(over), joined, remaining, views)).toBeNull()
  })
})
