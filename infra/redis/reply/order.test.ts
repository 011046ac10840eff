import { expect, it } from 'vitest'
import type { Reply } from '../../../processors/ports/reply.ts'
import { createOrder } from './order.ts'
import { packReply, unpackReply } from './wire.ts'

/** Told after each: `a0:x` is the token x in place 0 of sender a, `a1!` a restart. */
const told = (...sent: string[]): string => {
  const order = createOrder()
  const say = (reply: Reply): string => (reply.kind === 'token' ? reply.text : '!')
  return sent
    .flatMap(text => {
      const [, from, place, restart, token] = /^(\w)(\d+)(?:(!)|:(.*))$/.exec(text)!
      const reply: Reply = restart ? { kind: 'restart' } : { kind: 'token', text: token! }
      return order({ from: from!, place: Number(place), reply })
    })
    .map(say)
    .join('')
}

it('tells what comes in its place', () => expect(told('a0:x', 'a1:y', 'a2:z')).toBe('xyz'))
it('keeps back what comes after a gap', () => expect(told('a0:x', 'a2:z', 'a3:w')).toBe('x'))
it('tells nothing to one who came in the middle', () => expect(told('a5:x', 'a6:y')).toBe(''))
it('passes a restart on, and what follows', () => expect(told('a0:x', 'a1!', 'a2:y')).toBe('x!y'))
it('goes on at a restart after a gap', () => expect(told('a0:x', 'a2!', 'a3:y')).toBe('x!y'))
it('begins anew where another sender does', () => expect(told('a0:x', 'b0:y', 'b1:z')).toBe('x!yz'))
it('a late word of the former sender does not disturb', () => expect(told('a0:x', 'b0:y', 'a1:q', 'b1:z')).toBe('x!yz'))
it('a duplicate is not told twice', () => expect(told('a0:x', 'a0:x', 'a1:y')).toBe('x'))

it.each<Reply>([{ kind: 'token', text: 'a b\n🙂' }, { kind: 'token', text: '' }, { kind: 'restart' }])(
  '%o comes back as it was packed',
  reply => {
    expect(unpackReply(packReply({ from: 'me', place: 12, reply }))).toEqual({ from: 'me', place: 12, reply })
  },
)
it.each(['', 'x', 'a b c', 'a 1 q'])('%j is no reply', message => expect(unpackReply(message)).toBeNull())
