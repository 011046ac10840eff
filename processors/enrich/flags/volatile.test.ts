import { expect, it } from 'vitest'
import { configurationOf } from '../../fixtures.ts'
import { normalise } from '../normalise.ts'
import { isVolatile } from './volatile.ts'

const asEntryHasIt = (text: string): string => normalise(text, configurationOf().text)

it.each([
  'How much does express shipping cost?',
  'What is the price of the Rowan kettle?',
  'Is the velvet sofa available in green?',
  'Do you restock sold out sizes?',
  'What are your opening hours?',
  'When does the shop in Leeds open?',
  'Are you open on Sundays?',
  'Is there a discount for students?',
  'Do you have a voucher for new customers?',
  'Was kostet der Versand?',
  'Wie sind eure Öffnungszeiten?',
  'Quels sont vos horaires ?',
  '这个多少钱？',
])('an answer to "%s" changes every few days', text => {
  expect(isVolatile(asEntryHasIt(text))).toBe(true)
})

it.each([
  'How do I return a jacket?',
  'How long does a refund take?',
  'Can I change my password?',
  'How do I open a parcel locker?',
  'How do I pair the bulb with my phone?',
  'Is there a warranty on lamps?',
  'How do I close my account?',
])('an answer to "%s" does not', text => {
  expect(isVolatile(asEntryHasIt(text))).toBe(false)
})
