import { describe, expect, it } from 'vitest'
import { withoutRedundancy } from './filter.ts'
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
