import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cpuMs } from '../../cpu-ms.fixtures.ts'
import { extractSlots, slotKinds } from './extract.ts'
import { oppositeOf } from './polarity.ts'
import { tokensOf } from './tokens.ts'

const products = ['Fellside waterproof jacket', 'Fellside', 'Dale merino jumper']
const slots = (text: string) => extractSlots(text, products).map(({ kind, value }) => `${kind} ${value}`)

/** Texts that mean the same detail, the slots they have; each kind has its own table. */
const table: Record<string, [expected: string[], ...texts: string[]][]> = {
  number: [
    [['number 2'], 'two items', '2 items'],
    [['number 12'], 'a dozen eggs', '12 eggs', 'twelve eggs'],
    [['number 25'], 'twenty five cups', 'twenty-five cups', '25 cups'],
    [['number 250'], 'two hundred and fifty points', '250 points'],
    [['number 3500'], '3,500 points', '3500 points', '3.5k points'],
    [['number 3.5'], '3.5 stars', '3,5 Sterne'],
    [['number #3'], 'my third parcel', 'my 3rd parcel'],
    [['number 1'], 'one item'],
    [['number 1.2.3'], 'version 1.2.3'],
    [['number 3'], 'drei Artikel', 'trois articles', 'tres artículos', '三个'],
    [[], 'which one is better', 'one of my friends', 'that one', 'my first name', '一下', 'once more', 'someone'],
    [['number 5', 'number 6'], 'five six'],
  ],
  amount: [
    [['amount GBP 20'], '£20', '20 pounds', '20 GBP', 'GBP 20', 'twenty quid', '20gbp', '£20.00'],
    [['amount GBP 0.5'], '50 pence', '£0.50'],
    [['amount BRL 30'], 'R$ 30', '30 reais'],
    [['amount CNY 100000'], '10万元', '100000元'],
    [['amount EUR 1000.5'], '1.000,50 €', '€1,000.50', '1000,5 Euro'],
    [['amount EUR 10000'], '10 000 €', '10.000 €', '€10,000', '10k euros'],
    [['amount USD 5'], '$5', 'five bucks', '5 dollars'],
    [['amount CNY 20'], '20元', '¥20', '二十元'],
  ],
  percentage: [[['percentage 50%'], '50%', '50 percent', 'fifty per cent', '50 Prozent', '百分之五十', '50 pour cent']],
  duration: [
    [['duration PT30M'], 'half an hour', '30 minutes', '半小时', 'una media hora', 'een half uur'],
    [['duration P14D'], '14 dagen', '14 giorni', 'fourteen days', 'two weeks'],
    [
      ['duration P14D'],
      'two weeks',
      '14 days',
      'a fortnight',
      '14-day',
      'zwei Wochen',
      'deux semaines',
      '14 días',
      '14天',
    ],
    [['duration P1D'], 'a day', 'one day'],
    [['duration P24M'], 'two years', '24 months', '2 Jahre', '2年'],
    [['duration PT48H'], '48 hours', '48 Stunden'],
    [['duration P5D business'], 'five working days', '5 business days', '5 Werktage', '5个工作日'],
    [['duration PT30M'], '30 minutes', '30 min'],
    [[], 'the day of delivery'],
  ],
  date: [
    [['date --01-01'], "New Year's Day", 'new year', '元旦', "le jour de l'an", '1 January'],
    [['date monday'], 'lunedì', 'maandag', 'on Mondays'],
    [
      ['date 2024-03-05'],
      '2024-03-05',
      '05.03.2024',
      '5 March 2024',
      'March 5th, 2024',
      '5. März 2024',
      '2024年3月5日',
      '5 de marzo de 2024',
    ],
    [['date --03-03'], '3rd of March', 'March 3', '3 mars', '3. März', '3月3日', 'the 3rd of March'],
    [['date 2024-03-25'], '25/3/2024', '3/25/2024'],
    [['date 2024 5/3'], '5/3/2024'],
    [['date next monday'], 'next Monday', 'nächsten Montag', 'coming monday'],
    [['date tomorrow'], 'tomorrow', 'demain', '明天'],
    [['date last month'], 'last month', 'letzten Monat'],
    [['date --03'], 'in March'],
    [[], 'may I ask', 'I march on', 'I mar it'],
  ],
  time: [
    [
      ['time 17:00'],
      '5 pm',
      '5:00 pm',
      '17:00',
      '17 Uhr',
      '5pm',
      '5 p.m.',
      '17h00',
      '下午五点',
      '下午5点',
      '17点',
      'las 5 de la tarde',
    ],
    [['time 12:00'], 'noon', '12 pm', 'midi', '中午12点'],
    [['time 15:30'], '15:30', '下午三点半', '3:30pm'],
  ],
  identifier: [
    [['identifier FH104233'], 'FH-104233', 'fh104233', 'FH_104233', 'order FH\u2011104233?'],
    [['identifier 00123842'], '00123842', 'order #00123842', 'order no. 00123842'],
    [['identifier 482'], '#482', 'number 482', 'order no. 482, please', 'Nummer 482'],
    [['identifier 1Z999AA10123456784'], '1Z999AA10123456784'],
    [['identifier me@example.com'], 'Me@Example.com.', 'write me@example.com'],
    [['identifier +442079460958'], '+44 20 7946 0958', '+44 (20) 7946-0958'],
    [['identifier {{order number}}'], '{{Order Number}}', '{{ order number }}'],
    [['identifier https://example.com/a?b=c'], 'https://example.com/a?b=c.'],
    [[], 'covid', 'e-mail'],
  ],
  product: [
    [['product fellside waterproof jacket'], 'the fellside Waterproof Jacket', 'Fellside waterproof jackets'],
    [['product fellside'], 'my Fellside'],
    [[], 'a waterproof jacket', 'fellsider'],
  ],
  negation: [
    [
      ['negation not'],
      "I haven't paid",
      'not paid',
      'never paid',
      'havent paid',
      'no longer here',
      'nicht da',
      'jamais',
      '没有',
    ],
    [['negation without'], 'without a receipt', 'ohne Beleg', 'sans reçu'],
    [[], "I don't know how", 'not sure how', 'why not', 'no problem', "can't find where", 'notice', 'knot'],
  ],
  polarity: [
    [
      ['polarity enable'],
      'enable alerts',
      'turn on alerts',
      'turn my alerts on',
      'switching alerts on',
      'activate alerts',
      'aktivieren',
      '开启',
    ],
    [['polarity disable'], 'disable alerts', 'turn off alerts', 'turned the alerts off', 'deactivated', '关闭'],
    [
      ['polarity cancel'],
      'cancel',
      'cancelled',
      'canceling',
      'cancellation',
      'call it off',
      'stornieren',
      'annuler',
      '取消',
    ],
    [['polarity remove'], 'remove a card', 'delete a card', 'get rid of a card'],
    [['polarity close'], 'close my account', 'delete my account', '关闭账户'],
    [['polarity unsubscribe'], 'unsubscribe', 'opt out', 'opting out'],
    [['polarity before'], 'before dispatch', 'prior to dispatch'],
    [['polarity after'], 'after dispatch'],
    [['polarity log out'], 'log me out', 'sign out', 'logging out'],
    [['polarity at most'], 'at most', 'maximum'],
    [[], 'turn left', 'my address', 'turn', 'constructor', '__proto__', 'toString'],
  ],
  direction: [
    [
      ['direction savings > checking'],
      'from savings to checking',
      'from my savings to my checking account',
      'to my checking account from savings',
    ],
    [['direction checking > savings'], 'from checking to savings'],
    [[], 'how to transfer from home', 'return it to you'],
  ],
  size: [
    [['size size 42'], 'size 42', 'Größe 42'],
    [['size uk 9'], 'UK 9'],
    [['size XL'], 'XL', 'size extra large', 'xl size', 'extra large size'],
    [['size 5 kg'], '5 kg', '5kg', 'five kilos'],
    [['size 30 in'], '30 inches', '30"', '30-inch'],
    [[], 'a small problem', 'at large'],
  ],
  place: [
    [['place DE'], 'Germany', 'Deutschland', '德国'],
    [['place GB'], 'the UK', 'united kingdom'],
    [[], 'tell us', 'turkey sandwich'],
  ],
  colour: [[['colour blue'], 'the blue one', 'blaue', '蓝色']],
}

describe.each(Object.entries(table))('%s', (_kind, rows) => {
  test.each(rows.flatMap(([expected, ...texts]) => texts.map(text => [text, expected] as const)))(
    '%j is %j',
    (text, expected) => expect(slots(text)).toEqual(expected),
  )
})

test('slots come in order of appearance, with their text as written', () => {
  expect(extractSlots('Don’t cancel FH-104233 before Monday: I paid £20', products)).toEqual([
    { kind: 'negation', value: 'not', text: "Don't" },
    { kind: 'polarity', value: 'cancel', text: 'cancel' },
    { kind: 'identifier', value: 'FH104233', text: 'FH-104233' },
    { kind: 'polarity', value: 'before', text: 'before' },
    { kind: 'date', value: 'monday', text: 'Monday' },
    { kind: 'amount', value: 'GBP 20', text: '£20' },
  ])
})

describe('a kind says which tokens it may begin at', () => {
  const texts = Object.values(table).flatMap(rows => rows.flatMap(([, ...written]) => written))
  const wrong = (text: string): readonly string[] => {
    const tokens = tokensOf(text.normalize('NFKC'))
    return slotKinds(products).flatMap(({ kind, begins, match }) =>
      tokens.filter((token, at) => match(tokens, at) !== null && !begins(token)).map(token => `${kind} ${token.text}`),
    )
  }

  test('and begins at no other, in what the tables say', () => expect(texts.flatMap(wrong)).toEqual([]))

  test('nor in whatever else their words make', () => {
    const words = texts.flatMap(text => text.split(' '))
    const sentence = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map(chosen => chosen.join(' '))
    fc.assert(
      fc.property(sentence, text => wrong(text).length === 0),
      { numRuns: 2_000 },
    )
  })
})

test('an opposite has an opposite', () => {
  expect(oppositeOf('enable')).toBe('disable')
  expect(oppositeOf('disable')).toBe('enable')
  expect(oppositeOf('toString')).toBeNull()
})

test('any text has slots that lie within it, one after another', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...'£1 .,-/:%#+k年月日天二from to turn on two') }),
      ),
      text => {
        const folded = text.toWellFormed().normalize('NFKC')
        for (const slot of extractSlots(text, products)) {
          expect(slot.value).not.toBe('')
          expect(slot.value.includes('NaN')).toBe(false)
          expect(slot.text.length).toBeLessThanOrEqual(folded.length + 4)
        }
      },
    ),
    { numRuns: 2_000 },
  )
})

test.each([
  'a',
  '1',
  '1 ',
  'one ',
  'one hundred ',
  'from ',
  'turn ',
  'a-',
  '1-',
  '+1',
  '{{a',
  '1/',
  '好',
  '十',
  'a.',
  "a'",
  '1.',
  '+(0',
  'a@',
])(
  'a megabyte of %j takes linear time',
  unit => {
    const time = (length: number): number => {
      const text = unit.repeat(length / unit.length)
      return cpuMs(() => extractSlots(text, products))
    }
    const small = Math.min(time(100_000), time(100_000))
    // Quadratic time would be 100 times as long; the fixed share is for collecting garbage.
    expect(time(1_000_000)).toBeLessThan(30 * small + 500)
  },
  60_000,
)
