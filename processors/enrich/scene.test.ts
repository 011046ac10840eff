import { expect, test } from 'vitest'
import { sceneOf } from './scene.ts'

const scenes = 'general returns refunds shipping orders payment account promotions warranty smart-home products'.split(
  ' ',
)

test.each([
  ['How do I return a jumper?', 'returns'],
  ['I want my money back', 'refunds'],
  ['when will I get my refund', 'refunds'],
  ['Where is my parcel?', 'shipping'],
  ['Do you deliver to Ireland?', 'shipping'],
  ['cancel order 00123842', 'orders'],
  ['Can I pay with PayPal?', 'payment'],
  ['I forgot my password', 'account'],
  ['is there a discount code', 'promotions'],
  ['my jacket has a broken zip, is it under warranty', 'warranty'],
  ['How do I connect the hub to my wifi?', 'smart-home'],
  ['which size fits me', 'products'],
  ['Wo ist mein Paket?', 'shipping'],
  ['怎么退货？', 'returns'],
  ['hello', 'general'],
  ['Who are you?', 'general'],
  ['', 'general'],
])('%j is about %s', (text, scene) => expect(sceneOf(text, scenes)).toBe(scene))

test('only configured scenes are recognised, and a new one by its name', () => {
  expect(sceneOf('How do I return a jumper?', ['general', 'payment'])).toBe('general')
  expect(sceneOf('a question on gift wrapping', ['general', 'gift-wrapping'])).toBe('gift-wrapping')
})
