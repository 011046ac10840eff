import fc from 'fast-check'
import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '../cpu-ms.fixtures.ts'
import { countMessages, countTokens } from './tokens.ts'

describe('countTokens', () => {
  it.each(['', 'Where is my order #4711?', 'Größe 42, bitte 🙂', '我的订单在哪里？', 'a b  c\n\n\nd\t{"x": [1, 2]}'])(
    'counts %j as the tokenizer does',
    text => expect(countTokens(text)).toBe(encode(text).length),
  )

  it('counts lines by themselves, and again from memory, as the tokenizer counts the whole', () => {
    const piece = fc.constantFrom(
      'a',
      'Word',
      'é',
      '漢',
      '12',
      ' ',
      '\t',
      '\n',
      '\r\n',
      '\r',
      '/',
      '.',
      '"',
      "'s",
      '\u0301',
      '🙂',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('')
        const exact = encode(text).length
        expect([countTokens(text), countTokens(text)]).toEqual([exact, exact])
      }),
      { numRuns: 2_000 },
    )
  })

  it('counts text that spells a special token as text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1)
  })

  it.each([
    ['one letter', 'a'],
    ['white space', ' '],
    ['one mark', '!'],
    ['one ideograph', '漢'],
    ['words', 'hello there '],
  ])('takes little time for a megabyte of %s', (_title, unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length))
    expect(cpuMs(() => countTokens(text))).toBeLessThan(5_000)
  })

  it('counts the framing of each message', () => {
    expect(
      countMessages([
        { role: 'user', content: 'hello' },
        { role: 'assistant', content: 'hello' },
      ]),
    ).toBe(10)
  })
})
