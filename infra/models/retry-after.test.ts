import { expect, it } from 'vitest'
import { retryAfterMsOf } from './retry-after.ts'

const nowMs = Date.parse('2026-11-23T10:00:00Z')

it.each([
  ['in seconds', { 'retry-after': '7' }, 7_000],
  ['in fractions of one', { 'retry-after': '0.5' }, 500],
  ['as a date', { 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT' }, 30_000],
  ['as a date that is over', { 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' }, 0],
  ['in ms, which says more', { 'retry-after': '1', 'retry-after-ms': '250' }, 250],
  ['not at all', {}, null],
  ['with nothing', { 'retry-after': ' ' }, null],
  ['in words', { 'retry-after': 'later' }, null],
  ['with a time before now', { 'retry-after': '-5' }, 0],
])('a provider asks for a pause %s', (_how, headers, ms) => {
  expect(retryAfterMsOf(new Headers(headers as Record<string, string>), nowMs)).toBe(ms)
})
