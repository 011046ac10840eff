import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { squeezed, withoutCourtesies, withoutRedundancy } from './filter.ts'
import { sentencesOf } from './sentences.ts'

describe('withoutRedundancy', () => {
  it.each([
    ['runs of white space', 'Where   is \t my\n\n\n\norder', 'Where is my\n\norder'],
    ['runs of marks', 'Where is it???!! Tell me......', 'Where is it? Tell me...'],
    ['greetings', 'Hello there! Where is it?', 'Where is it?'],
    [
      'sentences said before',
      'Please answer in French. Where? Please answer in French.',
      'Please answer in French. Where?',
    ],
  ])('removes %s', (_title, text, filtered) => expect(withoutRedundancy(text)).toBe(filtered))

  it.each([
    ['a message that only greets', 'Hello!'],
    ['a short sentence that is repeated', 'No. No.'],
    ['code', '```\nif  x:\n    y\n```'],
    ['a table', '| a  | b |\n| 1  | 2 |'],
  ])('leaves %s as it is', (_title, text) => expect(withoutRedundancy(text)).toBe(text))
})

describe('sentencesOf', () => {
  it('does not end a sentence at an abbreviation', () => {
    expect(sentencesOf('I live at 12 Main St. Louis lane. See Dr. Smith.')).toEqual([
      'I live at 12 Main St. Louis lane.',
      'See Dr. Smith.',
    ])
  })
  it('cuts a sentence that does not end, at white space', () => {
    const pieces = sentencesOf('word '.repeat(1_000))
    expect(Math.max(...pieces.map(piece => piece.length))).toBeLessThan(1_010)
    expect(pieces.join(' ')).toBe('word '.repeat(1_000).trim())
  })
})

it('a squeezed text has nothing left to squeeze, whatever it was made of', () => {
  const piece = fc.constantFrom('a', ' ', '  ', '\t', '\u00a0', '\n', '\r\n', '\n\n\n', '!', '?', '.', '..', '...')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), pieces => {
      const text = squeezed(pieces.join(''))
      for (const left of [/[^\S\n]{2}/, /[^\S\n ]/, /[!?]{2}/, /\.{4}/, / \n|\n /, /\n{3}/, /^\s|\s$/])
        expect(text).not.toMatch(left)
    }),
    { numRuns: 2_000 },
  )
})

describe('withoutCourtesies', () => {
  it.each([
    ['thanks and leave', 'It is broken. Thank you very much, bye!', 'It is broken.'],
    ['what only closes', "No, that's all. Have a nice day!", ''],
    ['offers of more help', 'It is sent. Is there anything else I can help you with?', 'It is sent.'],
  ])('removes %s', (_title, text, rest) => expect(withoutCourtesies(text)).toBe(rest))

  it.each([
    'No, thanks.',
    'Yes, thank you.',
    "Yes, that's it.",
    'Great.',
    'Is there any discount?',
    'Thank you for the wrong kettle.',
  ])('keeps what answers, asks or complains: %s', text => expect(withoutCourtesies(text)).toBe(text))
})
