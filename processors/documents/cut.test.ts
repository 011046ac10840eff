import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, mostChars } from './cut.ts'

const words = (text: string): readonly string[] => text.split(/\s+/).filter(word => word !== '')

describe('a document', () => {
  it('is cut at headings, which stand before what is under them', () => {
    const text = [
      '# Returns',
      '',
      'Thirty days.',
      '',
      '## Refunds',
      'Within five days.',
      '### Cards',
      'Two weeks.',
      '## Faulty',
      'Two years.',
    ].join('\n')
    expect(cut('Returns', text)).toEqual([
      { heading: 'Returns', text: 'Thirty days.' },
      { heading: 'Returns > Refunds', text: 'Within five days.' },
      { heading: 'Returns > Refunds > Cards', text: 'Two weeks.' },
      { heading: 'Returns > Faulty', text: 'Two years.' },
    ])
  })
  it('keeps short paragraphs together, and what stands between fences is no heading', () => {
    const text = 'One.\n\nTwo.\r\n\r\n```\n# not a heading\n```\n'
    expect(cut('T', text)).toEqual([{ heading: 'T', text: 'One.\n\nTwo.\n\n```\n# not a heading\n```' }])
  })
  it('ends its parts with a sentence where one ends in time', () => {
    const sentence = 'A refund takes five working days after the parcel has come back to us.'
    const parts = cut('T', Array.from({ length: 40 }, () => sentence).join(' '))
    expect(parts.length).toBeGreaterThan(3)
    for (const { text } of parts) expect(text.endsWith('to us.')).toBe(true)
  })
  it.each([
    ['a heading alone', '# Refunds\n'],
    ['white space', ' \n\t\n'],
  ])('of %s has no parts', (_, text) => {
    expect(cut('Refunds', text)).toEqual([])
  })
  it('loses no word and has no part that is too long, whatever is in it', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.lorem({ mode: 'sentences', maxCount: 20 }),
      fc.constant(''),
      fc.nat(3_000).map(length => 'x'.repeat(length)),
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.array(line, { maxLength: 30 }), (title, lines) => {
        const text = lines.filter(each => !/^\s*(#|```|~~~)/.test(each)).join('\n')
        const parts = cut(title, text)
        for (const part of parts) {
          expect(part.heading.length + 1 + part.text.length).toBeLessThanOrEqual(mostChars)
          expect(part.text.isWellFormed()).toBe(text.isWellFormed() || part.text.isWellFormed())
        }
        // Words too long for a part are parted.
        expect(words(parts.map(part => part.text).join(' ')).join('')).toBe(words(text).join(''))
      }),
    )
  })
})
