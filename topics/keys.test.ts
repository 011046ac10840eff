import { expect, it } from 'vitest'
import { conversationKeyOf, pseudonymOf, turnIdOf } from './keys.ts'

const retried = { tenant: 'default', userId: 'u1', conversationId: null, idempotencyKey: 'k1' }

it('an idempotency key gives the same turn each time', () => {
  expect(turnIdOf(retried, 1)).toBe(turnIdOf(retried, 2))
})
it.each([{ tenant: 'other' }, { userId: 'u2' }, { userId: null }, { conversationId: 'c' }, { idempotencyKey: 'k2' }])(
  'and another one for %o: a guessed key tells nobody the answer of its owner',
  other => {
    expect(turnIdOf({ ...retried, ...other }, 1)).not.toBe(turnIdOf(retried, 1))
  },
)
it('without a key each turn is its own, in the order of time', () => {
  const fresh = { ...retried, idempotencyKey: null }
  expect(turnIdOf(fresh, 1)).not.toBe(turnIdOf(fresh, 1))
  expect(turnIdOf(fresh, 1) < turnIdOf(fresh, 2)).toBe(true)
})
it('pseudonyms and conversation keys do not give the name away, and differ between tenants', () => {
  expect(pseudonymOf('a', 'jane')).not.toContain('jane')
  expect(pseudonymOf('a', 'jane')).not.toBe(pseudonymOf('b', 'jane'))
  expect(conversationKeyOf('a', 'jane', 't1')).not.toContain('jane')
  expect(conversationKeyOf('a', null, 't1')).toBe('t1')
})
