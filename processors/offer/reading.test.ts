import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Offer } from '../../schemas/types.ts'
import { createHoldBack, shownOf } from './hold-back.ts'
import { hasLabel, labelOf } from './label.ts'
import { type Reading, readReply } from './reading.ts'

const offers: readonly Offer[] = ['Thirty days.', 'Sixty days.'].map((text, at) => ({
  entryId: `e${at + 1}`,
  answerHash: `h${at + 1}`,
  similarity: 0.8,
  text,
  sources: [],
}))
const read = (text: string, finishReason = 'stop'): Reading => readReply({ text, finishReason }, offers)

describe('a reply', () => {
  it.each([
    ['alone', '[[answer 2]]'],
    ['with white space around it', ' \n[[answer 2]]\n'],
    ['in another manner', '[[ Answer 2 ]]'],
    ['without a space', '[[answer2]]'],
  ])('chooses the answer whose label it is, %s', (_how, text) => {
    expect(read(text)).toEqual({ kind: 'chosen', offer: offers[1] })
  })

  it.each([
    ['names none that was offered', '[[answer 3]]', 'stop'],
    ['names the zeroth', '[[answer 0]]', 'stop'],
    ['did not end by itself', '[[answer 1]]', 'length'],
    ['names two', '[[answer 1]] [[answer 2]]', 'stop'],
  ])('that consists of labels and %s is of no use', (_what, text, finishReason) => {
    expect(read(text, finishReason)).toEqual({ kind: 'unusable' })
  })

  it.each([
    ['an answer', 'Thirty days.', 'Thirty days.'],
    ['an answer with white space around it', '\n Thirty days. ', '\n Thirty days. '],
    ['nothing', '', ''],
    ['an answer after a label', '[[answer 1]]\n\nThat is, thirty days.', 'That is, thirty days.'],
    ['an answer before a label', 'Thirty days, see [[answer 1]]', 'Thirty days, see '],
    ['an answer around a label', 'As [[answer 1]] says: thirty.', 'As  says: thirty.'],
    ['brackets', 'Press [[Enter]] or [[answer', 'Press [[Enter]] or [[answer'],
    ['a quoted label', '"[[answer 1]]"', '""'],
  ])('that is %s is the answer, without labels', (_what, text, shown) => {
    expect(read(text)).toEqual({ kind: 'written', text: shown })
  })

  it('is the answer as it is where nothing was offered', () => {
    expect(readReply({ text: '[[answer 1]]', finishReason: 'stop' }, [])).toEqual({
      kind: 'written',
      text: '[[answer 1]]',
    })
  })
})

/** Texts rich in what labels are made of. */
const reply = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[',
        '[[',
        ']]',
        '[[answer ',
        '[[answer 1',
        '1',
        '[[answer 12]]',
        '[[ ANSWER 3 ]]',
        ' ',
        '\n',
        'a',
      ),
      fc.integer({ min: 0, max: 99 }).map(labelOf),
      fc.string(),
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join(''))

const inPieces = (text: string, lengths: readonly number[]): readonly string[] => {
  const pieces: string[] = []
  let at = 0
  for (const length of lengths) {
    pieces.push(text.slice(at, at + length))
    at += length
  }
  return [...pieces, text.slice(at)]
}

/** What was shown, piece by piece. */
const streamed = (pieces: readonly string[]): readonly string[] => {
  const shown: string[] = []
  const held = createHoldBack(text => shown.push(text))
  for (const piece of pieces) held.take(piece)
  held.end()
  return shown
}

describe('a reply that comes in pieces', () => {
  it('shows the answer that the whole of it is, however it is cut', () => {
    fc.assert(
      fc.property(reply, fc.array(fc.nat(5)), (text, lengths) => {
        const reading = read(text)
        const shown = streamed(inPieces(text, lengths)).join('')
        if (reading.kind === 'written') expect(shown).toBe(reading.text)
        else expect(shown).toBe('')
      }),
      { numRuns: 3_000 },
    )
  })

  it('never shows a label, nor a piece of one that became one', () => {
    const plain = fc.string().filter(text => !/[[\]]/.test(text))
    fc.assert(
      fc.property(plain, fc.integer({ min: 0, max: 99 }), plain, fc.array(fc.nat(3)), (before, n, after, lengths) => {
        for (const text of streamed(inPieces(before + labelOf(n) + after, lengths))) expect(text).not.toMatch(/[[\]]/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('shows one without labels unchanged, and without delay where no bracket is open', () => {
    fc.assert(
      fc.property(
        reply.filter(text => !hasLabel(text)),
        text => {
          expect(shownOf(text)).toBe(text)
        },
      ),
    )
    const shown: string[] = []
    const held = createHoldBack(text => shown.push(text))
    for (const piece of ['Thirty', ' days', ' [', 'a]', ' [[answer 1]', 'x']) held.take(piece)
    expect(shown).toEqual(['Thirty', ' days', ' ', '[a]', ' ', '[[answer 1]x'])
  })
})
