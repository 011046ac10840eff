import { expect, it } from 'vitest'
import { isOlder } from './policy.ts'

it.each([
  ['2026-01', '2026-02', true],
  ['2026-02', '2026-02', false],
  ['2026-10', '2026-02', false],
  ['v9', 'v10', true],
  ['1.9', '1.10', true],
  ['sha-aa', 'sha-bb', true],
  ['sha-bb', 'sha-aa', true],
  ['sha-aa', 'sha-aa', false],
  ['sha-aa', 'v2', true],
])('a data version %s is older than %s: %s', (version, than, older) => {
  expect(isOlder(version, than)).toBe(older)
})
