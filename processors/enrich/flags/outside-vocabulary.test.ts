import { expect, it } from 'vitest'
import { isOutsideVocabulary } from './outside-vocabulary.ts'

it.each([
  '如何退货',
  'Do you sell 鼠标?',
  'Могу ли я отменить заказ?',
  'คืนสินค้าได้อย่างไร',
  'هل يمكنني إرجاع المنتج؟',
  'What does the 🟢 light on the hub mean?',
  'Can I return ٣ items?',
])('the model does not know what tells this from its neighbours: %s', text => {
  expect(isOutsideVocabulary(text)).toBe(true)
})
it.each([
  'How do I return a jacket?',
  'Wo ist die Rückgabe möglich – für 20 €?',
  '¿Cómo cancelo mi pedido?',
  'Où est le café à 5 °C…',
  'Is it “free” — or £3.95 (incl. VAT)?',
  'cafe\u0301 crème™ ©',
])('it knows enough of this: %s', text => {
  expect(isOutsideVocabulary(text)).toBe(false)
})
