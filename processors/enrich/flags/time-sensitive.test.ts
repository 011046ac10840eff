import { describe, expect, test } from 'vitest'
import { lineOf } from './flags.fixtures.ts'
import { isTimeSensitive } from './time-sensitive.ts'

describe('an answer that holds for now only is time-sensitive', () => {
  test.each([
    'Are you open today?',
    'How long is the queue now?',
    'Ist das Netz gerade gestört?',
    '¿Cuál es el tipo de cambio actual?',
    '今晚营业吗',
    'Is the shop open right now?',
    'Is the jacket currently in stock?',
    'do you have any boots in stock',
    'is the blue jumper still available?',
    'What are the current offers?',
    "what's on sale at the moment",
    'Can it be delivered tomorrow?',
    'Habt ihr heute geöffnet?',
    'Êtes-vous ouverts maintenant ?',
    '现在有货吗',
    'Siete aperti stasera?',
    'Zijn jullie nu open?',
  ])('%j', text => expect(isTimeSensitive(lineOf(text))).toBe(true))
})

describe('a rule is not', () => {
  test.each([
    'How do I return an item?',
    'What happens when an item is not in stock?',
    'How do I get an alert when something is back in stock?',
    'Are you open on Sundays?',
    'What payment methods are available?',
    'I know what to do now',
    'Can I return what I bought last week?',
    'Todays Tee is too small',
  ])('%j', text => expect(isTimeSensitive(lineOf(text))).toBe(false))
})
