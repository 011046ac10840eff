import { describe, expect, it } from 'vitest'
import { condensed } from './condense.ts'
import { protectedSpans } from './protected.ts'
import { wordsOf } from './words.ts'

const short = (text: string): string => {
  const words = wordsOf(text)
  return condensed(text, words, protectedSpans(text, words, ['Kestrel 10']))
}

describe('a condensed sentence', () => {
  it.each([
    ['I would like to find a place in Hayward with 4 bed rooms.', 'place Hayward with 4 bed rooms.'],
    ['You would like to reserve a table for 2 people, is this correct?', 'reserve table 2 people?'],
    ['I would like to know what it costs, please.', 'what costs.'],
  ])('has no filler: %s', (text, expected) => {
    expect(short(text)).toBe(expected)
  })

  it.each([
    ['an order number', 'I am asking about order FH-20417 that I placed.', 'order FH-20417'],
    ['an amount', 'It would be £42.50 in all.', '£42.50'],
    ['a negation', 'I really do not want the blue one.', 'not want the blue'],
    ['a promise', "Of course, I'll send you another one.", "I'll send you another"],
    ['a date as it was written', 'I would like to have it on the 7th of this month.', 'the 7th of this month'],
    ['from where to where', 'I would like to go from York to Leeds.', 'from York to Leeds'],
    ['when it happens', 'It will be delivered after it was paid.', 'will delivered after was paid'],
    ['a particle that turns a verb', 'I would like to check out on Monday.', 'check out'],
    ['a name of several words', 'I would like to see Blinded by the Light.', 'Blinded by the Light'],
    ['a title that goes on small', 'There is The Art of racing in the rain.', 'The Art of racing in the rain'],
    ['a title whose later words are small', 'I want to watch Bad boys for life with you.', 'Bad boys for life'],
    ['where it is near', 'Which of the movies are playing near me?', 'near me'],
    ['a dash between numbers', 'Could you please look around 4:30 - 5:00 PM for it?', '4:30 - 5:00 PM'],
    ['a name that is told', 'It is the alarm that is titled wake up for me.', 'titled wake up'],
    ['what punctuation joins', 'You will find it at 8339 Church Street # 212 there.', '8339 Church Street # 212'],
    [
      'a name that is written small',
      'Could I have the station inn at cascade station?',
      'station inn at cascade station',
    ],
  ])('keeps %s', (_what, text, kept) => {
    expect(short(text)).toContain(kept)
  })

  it('ends with the mark it had, and with no other', () => {
    expect(short('Could you tell me the price of the kettle, please?')).toMatch(/kettle\?$/)
    expect(short('I would like the kettle, please.')).toMatch(/kettle\.$/)
  })

  it.each(['Ich will das in der Wohnung haben, so bald es geht.', 'me gustaría a la plaza', 'i want the art of noise'])(
    'stays whole where it may be read wrongly: %s',
    text => {
      expect(short(text)).toBe(text)
    },
  )

  it('of nothing but filler stays whole', () => {
    expect(short('That would be great.')).toBe('That would be great.')
  })
})
