import { describe, expect, test } from 'vitest'
import { lineOf, slotsOf } from './flags.fixtures.ts'
import { isFollowUp } from './follow-up.ts'

const followUp = (text: string, hasContext = false) => isFollowUp(lineOf(text), slotsOf(text), hasContext)

describe('a text that leans on what was said before is a follow-up', () => {
  test.each([
    'and the blue one?',
    'And for shoes?',
    'what about gift cards?',
    'How about next week',
    'how long does that take?',
    'How long does it take?',
    'how much does it cost?',
    'How do I return it?',
    'can you cancel it',
    'where can I find them?',
    'is that free?',
    "What's the second one?",
    'Do you have this one in blue?',
    'can I send these back',
    'und wie lange dauert das?',
    'wie lange dauert das',
    'et pour les chaussures ?',
    'Combien de temps ça prend ?',
    '¿Y cuánto cuesta eso?',
    '那多少钱',
    '它多少钱',
    'why is it so late?',
  ])('%j', text => expect(followUp(text)).toBe(true))
})

describe('a text that says what it means stands alone', () => {
  test.each([
    'How do I return an item?',
    'I bought a jacket, can I return it?',
    'My order arrived damaged, can I send it back?',
    'Is it possible to change my address?',
    'How long does it take to get a refund?',
    'How much does it cost to ship to Germany?',
    'What is the return policy?',
    'I need the order that I placed on Monday',
    'refund?',
    'change email',
    'Where is my order?',
    'order FH-104233, where is it?',
    'Does the Fellside waterproof jacket come with its own bag?',
    'Are these boots waterproof?',
    'Can I return one of my items?',
    'android app',
    'I think that I was charged twice',
    'Shoes too small, can I swap them?',
    'Wie kann ich meine Bestellung stornieren?',
    'Est-ce que je peux payer par carte ?',
    '怎么退货？',
    "It's been a week since I ordered my card, please help",
    'It appears my top-up is still pending.',
    'What does it mean if my payment has been reverted?',
    'how much is it to exchange currency',
    'Why does it say that my transfer is still pending?',
    'yes',
    'when?',
    'Is there a one-year warranty on kettles?',
    'He olvidado mi contraseña',
  ])('%j', text => expect(followUp(text)).toBe(false))
})

describe('within a conversation a fragment continues it', () => {
  test.each(['yes', 'When?', 'how long?', 'Why not?', 'ok thanks', 'in red?', 'to Germany?', 'wie lange?', '多久？'])(
    '%j',
    text => {
      expect(followUp(text, true)).toBe(true)
      expect(followUp(text, false)).toBe(false)
    },
  )
  test.each(['refund?', 'change email', 'password reset', 'in which countries do you have shops'])('not %j', text =>
    expect(followUp(text, true)).toBe(false),
  )
})
