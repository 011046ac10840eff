import { expect, it } from 'vitest'
import { turnstreamError } from '../../processors/errors.ts'
import { bucketMs, createTrafficCounter } from './pool-traffic.ts'

const usage = { promptTokens: 10, completionTokens: 2, cachedTokens: 0, counted: false }

it('counts what waits, what is away, and how it ended, by stretches of time', () => {
  let nowMs = 1_000_000
  const { call, traffic } = createTrafficCounter(() => nowMs)
  const [one, two, three, four] = [call(), call(), call(), call()]
  one!.begins()
  two!.begins()
  expect(traffic()).toMatchObject({ waiting: 2, inFlight: 2, buckets: [], firstTokenMs: null })
  one!.answered({ firstTokenMs: 40, usage })
  two!.failed(turnstreamError('MODEL_TIMEOUT', 'late', { details: { usage } }))
  three!.failed(turnstreamError('MODEL_UNREACHABLE', 'left alone'))
  four!.failed(turnstreamError('CLIENT_CLOSED', 'left'))
  // Of the two that failed one never got to the provider.
  expect(traffic()).toMatchObject({ failedSince: 1 })
  nowMs += bucketMs
  const later = call()
  later.begins()
  later.answered({ firstTokenMs: 60, usage: { ...usage, cachedTokens: 8 } })
  expect(traffic()).toEqual({
    waiting: 0,
    inFlight: 0,
    buckets: [
      { fromMs: 1_000_000, answered: 1, failed: 2, tokens: 24 },
      { fromMs: 1_010_000, answered: 1, failed: 0, tokens: 12 },
    ],
    errors: { MODEL_TIMEOUT: 1, MODEL_UNREACHABLE: 1 },
    usage: { promptTokens: 30, completionTokens: 6, cachedTokens: 8 },
    ended: { answered: 2, MODEL_TIMEOUT: 1, MODEL_UNREACHABLE: 1, CLIENT_CLOSED: 1 },
    failedSince: 0,
    firstTokenMs: { p50: expect.closeTo(40, 0), p95: expect.closeTo(60, 0) },
  })
  nowMs += 600_000
  expect(traffic()).toMatchObject({ buckets: [], errors: {}, ended: { answered: 2 } })
})

it('keeps ten minutes and a hundred first tokens, however long it goes on', () => {
  let nowMs = 0
  const { call, traffic } = createTrafficCounter(() => nowMs)
  for (let i = 0; i < 10_000; i++) {
    nowMs += 1_000
    const each = call()
    each.begins()
    each.answered({ firstTokenMs: i, usage })
  }
  const { buckets, firstTokenMs } = traffic()
  expect(buckets).toHaveLength(60)
  // The last hundred are 9,900 to 9,999; three digits count.
  expect(firstTokenMs).toEqual({ p50: expect.closeTo(9_949, -1), p95: expect.closeTo(9_994, -1) })
})
