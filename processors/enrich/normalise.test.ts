import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deciderConfiguration, type TextOptions } from '../configuration.ts'
import { cpuMs } from '../cpu-ms.fixtures.ts'
import { normalise, textHashOf } from './normalise.ts'

const { text: defaults } = deciderConfiguration.parse({})

const cases: [string, string][] = [
  ['How do I return an item?', 'how do i return an item'],
  ['  how do I\treturn\n an item ?! ', 'how do i return an item'],
  ['“Can’t” I return it…', "can't i return it"],
  ['Is 3.5 more than 3,500?', 'is 3.5 more than 3,500'],
  ['It costs £20.50, not $20.', 'it costs £20.50 not $20'],
  ['50% off (really)', '50% off really'],
  ['Order #FH-104233, please.', 'order #fh-104233 please'],
  ['Order FH\u2011104233', 'order fh-104233'],
  ['cancel {{Order Number}}!', 'cancel {{order number}}'],
  ['re\u200Bturn\uFEFF an i\u00ADtem', 'return an item'],
  ['ｈｅｌｌｏ　２０', 'hello 20'],
  ['broken \uD800 text', 'broken \uFFFD text'],
  ['hello - my order', 'hello my order'],
  ['minus -5 or .5', 'minus -5 or .5'],
  ['yes,no', 'yes no'],
  ['C++ or C#?', 'c++ or c#'],
  ['me@example.com.', 'me@example.com'],
  ['¿Dónde está mi pedido?', 'dónde está mi pedido'],
  ['你好，请问怎么退货？', '你好 请问怎么退货'],
  ['cafe\u0301', 'café'],
  ['10:30?', '10:30'],
  ['...', ''],
]

describe('normalise', () => {
  test.each(cases)('%j becomes %j', (text, expected) => expect(normalise(text, defaults)).toBe(expected))

  test('each option can be switched off', () => {
    const off: TextOptions = { unicode: 'none', lowercase: false, whitespace: false, punctuation: false }
    expect(normalise(' A  ｂ? ', off)).toBe(' A  ｂ? ')
    expect(normalise(' A  ｂ? ', { ...off, unicode: 'NFKC' })).toBe(' A  b? ')
    expect(normalise(' A  ｂ? ', { ...off, lowercase: true })).toBe(' a  ｂ? ')
    expect(normalise(' A  ｂ? ', { ...off, whitespace: true })).toBe('A ｂ?')
    expect(normalise(' A  ｂ? ', { ...off, punctuation: true })).toBe(' A  ｂ ')
  })

  const options = fc.record({
    unicode: fc.constantFrom('NFC', 'NFKC', 'none'),
    lowercase: fc.boolean(),
    whitespace: fc.boolean(),
    punctuation: fc.boolean(),
  })
  const nasty = fc.string({ unit: fc.constantFrom(...`aΣİé5 .,-?'"()¿，。好\u0301\u0345\u200B\uD800´`) })

  test('twice is the same as once, and the result is well-formed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nasty), options, (text, options) => {
        const result = normalise(text, options)
        expect(normalise(result, options)).toBe(result)
        expect(result.isWellFormed()).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['.', ',', '-', ' ', "'", '?', 'a.', '-,', '. ', 'é'])('a megabyte of %j takes linear time', unit => {
    const text = `${unit.repeat(1_000_000 / unit.length)}x`
    expect(cpuMs(() => normalise(text, defaults))).toBeLessThan(1_000)
  })
})

test('the hash is the SHA-256 of the text, in hex', () => {
  expect(textHashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
