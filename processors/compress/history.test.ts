import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '../cpu-ms.fixtures.ts'
import type { Summariser } from './extract.ts'
import { compressHistory, type HistoryOptions, type Turn } from './history.ts'
import { countMessages } from './tokens.ts'

const options: HistoryOptions = {
  afterTurns: 6,
  keepTurns: 2,
  attempts: 2,
  room: 100_000,
  products: ['Kestrel 10 tablet'],
}
const exchange = (user: string, assistant: string): Turn => [
  { role: 'user', content: user },
  { role: 'assistant', content: assistant },
]
const chat = exchange(
  'Okay, thank you very much.',
  'You are welcome! Is there anything else that I can do for you today?',
)
const textOf = (messages: Turn): string => messages.map(message => message.content).join('\n')
const compressed = (turns: readonly Turn[], summarise?: Summariser) => compressHistory(turns, options, summarise)

describe('compressHistory', () => {
  it('sends up to afterTurns turns whole', () => {
    const turns = Array.from({ length: 6 }, () => chat)
    expect(compressed(turns)).toMatchObject({ compression: 'none', attempts: 0, messages: turns.flat() })
  })

  it.each([
    ['an order number', 'My order is #A-4711-X by the way.', '#A-4711-X'],
    ['an amount', 'They charged me £19.95 for it.', '£19.95'],
    ['a date', 'It was delivered on the 5th of March.', '5th of March'],
    ['a number with its unit', 'I bought 3 lamps.', '3 lamps'],
    ['a product', 'It is about the kestrel 10 tablet.', 'kestrel 10 tablet'],
    ['a name', 'Please deliver it to Marta Olsen, Berkeley.', 'Marta Olsen, Berkeley'],
    ['a negation', 'I do not want a replacement.', 'not want a replacement'],
    ['a defect', 'The screen arrived cracked.', 'screen arrived cracked'],
    ['a promise', 'We guarantee delivery before Friday.', 'guarantee delivery before Friday'],
    ['a promotion', 'I had a voucher for it.', 'voucher'],
    ['an address', 'Write to marta.olsen@example.org please.', 'marta.olsen@example.org'],
    ['text in another script', '我的订单号是4711。', '我的订单号是4711'],
    ['a word that only a customer in lower case marks', 'pasta.', 'pasta'],
  ])('keeps %s', (_title, sentence, kept) => {
    const turns = [exchange(sentence, 'Thank you.'), ...Array.from({ length: 9 }, () => chat)]
    const { messages, compression } = compressed(turns)
    expect(compression).toBe('extractive')
    expect(textOf(messages)).toContain(kept)
  })

  it('says who said what, in order, the last turns word for word, courtesies aside', () => {
    const last = [
      exchange('And where would it be right now?', 'It left Leeds today. Have a nice day!'),
      exchange('Could you do that for me?', 'Yes, of course I could.'),
    ]
    const turns = [
      exchange('Order 4711 is broken.', 'I can offer 10% off.'),
      ...Array.from({ length: 7 }, () => chat),
      ...last,
      chat,
    ]
    const { messages } = compressHistory(turns, { ...options, keepTurns: 3 })
    expect(messages[0]!.content.split('\n').slice(1)).toEqual([
      'Customer: Order 4711 is broken.',
      'Assistant: offer 10% off.',
    ])
    expect(messages.slice(1).map(({ content }) => content)).toEqual([
      'And where would it be right now?',
      'It left Leeds today.',
      'Could you do that for me?',
      'Yes, of course I could.',
    ])
  })

  it('keeps the question beside an answer that is nothing without it', () => {
    const turns = [
      exchange('I want to book.', 'How many people?'),
      exchange('2', 'Fine.'),
      ...Array.from({ length: 7 }, () => chat),
    ]
    expect(textOf(compressed(turns).messages)).toContain('Assistant: How many people?\nCustomer: 2')
  })

  it('says a thing once, and leaves out what the last turns say anyway', () => {
    const turns = [
      exchange('It cost £19.95.', 'Thank you.'),
      exchange('As I said, £19.95.', 'Thank you.'),
      ...Array.from({ length: 6 }, () => chat),
      exchange('So what about my £19.95?', 'It is on its way.'),
    ]
    expect(textOf(compressed(turns).messages).match(/£19\.95/g)).toHaveLength(1)
  })

  const lossy: Summariser = ({ missing }) => ({
    by: 'extractive',
    lines: missing.size === 0 ? [] : [{ role: 'user', text: 'Order 4711.', required: true }],
  })
  const turns = [exchange('Order 4711.', 'Thank you.'), ...Array.from({ length: 9 }, () => chat)]

  it('compresses again with the lost spans named', () => {
    const { compression, attempts, required, kept } = compressed(turns, lossy)
    expect({ compression, attempts, required, kept }).toEqual({
      compression: 'extractive',
      attempts: 2,
      required,
      kept: required,
    })
  })

  it('sends the whole history when every attempt loses something', () => {
    const { compression, attempts, messages } = compressed(turns, () => ({ by: 'extractive', lines: [] }))
    expect({ compression, attempts }).toEqual({ compression: 'full', attempts: 2 })
    expect(messages).toEqual(turns.flat())
  })

  it('stays within the room and records what that lost, the oldest first', () => {
    const many = Array.from({ length: 60 }, (_, at) => exchange(`My order number is ${70_000 + at}.`, 'Thank you.'))
    const { messages, required, kept } = compressHistory(many, { ...options, room: 400 })
    expect(countMessages(messages)).toBeLessThanOrEqual(400)
    expect(kept.length).toBeLessThan(required.length)
    expect(kept).toContain('70059')
    expect(kept).not.toContain('70000')
  })

  const word = fc.constantFrom(
    ...'I want the blue lamp not 4711 £19.95 on March 5th in Berkeley please refund order A-12 for 2 people and thanks never broken 10% 我要 hello\n ? ! . , "yes" don’t a@b.de'.split(
      ' ',
    ),
  )
  const message = fc.array(word, { minLength: 1, maxLength: 30 }).map(words => words.join(' '))
  const history = fc.array(
    fc.tuple(message, message).map(([user, assistant]) => exchange(user, assistant)),
    { maxLength: 14 },
  )

  it('never loses a required span, never costs more tokens than the whole history, and decides the same again', () => {
    fc.assert(
      fc.property(history, turns => {
        const once = compressed(turns)
        expect(once.kept).toEqual(once.required)
        expect(countMessages(once.messages)).toBeLessThanOrEqual(countMessages(turns.flat()))
        expect(compressed(turns)).toEqual(once)
      }),
      { numRuns: 300 },
    )
  })

  it('never exceeds the room, whatever the text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 })
    const any = fc.array(
      fc.tuple(text, text).map(([user, assistant]) => exchange(user, assistant)),
      { maxLength: 10 },
    )
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 600 }), (turns, room) => {
        expect(countMessages(compressHistory(turns, { ...options, room }).messages)).toBeLessThanOrEqual(room)
      }),
    )
  })

  it.each(['a', ' ', '!', '"', '1', '$1 ', '.', 'A b ', '漢', 'no, '])(
    'takes linear time on a megabyte of %j',
    unit => {
      const hostile = exchange(unit.repeat(Math.ceil(1_000_000 / unit.length)), 'Yes.')
      expect(cpuMs(() => compressed([hostile, ...Array.from({ length: 8 }, () => chat)]))).toBeLessThan(15_000)
    },
    60_000,
  )
})
