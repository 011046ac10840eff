import type { SlotKind } from './kind.ts'
import { phraseMatcher, wordings } from './phrases.ts'
import { beginsQuantity, quantityAt } from './quantity.ts'

const symbols = new Map([
  ['£', 'GBP'],
  ['€', 'EUR'],
  ['$', 'USD'],
  ['¥', 'CNY'],
  ['₹', 'INR'],
])
const codes = 'usd eur gbp cny rmb jpy inr chf cad aud nzd sek nok dkk pln czk brl mxn'.split(' ')
const codeOf = (code: string): string => (code === 'rmb' ? 'CNY' : code.toUpperCase())

const inFront = phraseMatcher([
  ...symbols,
  ['r$', 'BRL'] as const,
  ['us$', 'USD'] as const,
  ['a$', 'AUD'] as const,
  ['c$', 'CAD'] as const,
  ...codes.map(code => [code, codeOf(code)] as const),
])
const behind = phraseMatcher<readonly [currency: string, parts: number]>([
  ...[...symbols].map(([symbol, code]) => [symbol, [code, 1] as const] as const),
  ...codes.map(code => [code, [codeOf(code), 1] as const] as const),
  ...wordings<readonly [string, number]>([
    [
      ['GBP', 1],
      'pound|pounds|pound sterling|pounds sterling|quid|pfund|livres sterling|libras|libras esterlinas|sterline|pond|英镑',
    ],
    [['GBP', 100], 'pence|pennies'],
    [['EUR', 1], 'euro|euros|欧元'],
    [['USD', 1], 'dollar|dollars|bucks|us dollars|dólares|dolares|dólar|dollari|美元|美金'],
    [['CENT', 1], 'cents|centimes|céntimos'],
    [['CNY', 1], 'yuan|renminbi|元|块|人民币'],
    [['JPY', 1], 'yen|日元'],
    [['INR', 1], 'rupees'],
    [['BRL', 1], 'reais|real'],
    [['MXN', 1], 'pesos'],
    [['PLN', 1], 'złoty|zloty|zł'],
    [['CHF', 1], 'franken|francs|swiss francs|schweizer franken'],
  ]),
])

const written = (currency: string, value: number): string => `${currency} ${Number(value.toFixed(4))}`

/** Money: `GBP 20` for £20, 20 pounds, 20 GBP and twenty quid. */
export const amount: SlotKind = {
  kind: 'amount',
  begins: token => inFront.begins(token) || beginsQuantity(token),
  match: (tokens, at) => {
    const front = inFront(tokens, at)
    if (front) {
      const quantity = quantityAt(tokens, at + front.length, true)
      return quantity && { value: written(front.value, quantity.value), length: front.length + quantity.length }
    }
    const quantity = quantityAt(tokens, at, true)
    const back = quantity && behind(tokens, at + quantity.length)
    if (!back) return null
    const [currency, parts] = back.value
    return { value: written(currency, quantity.value / parts), length: quantity.length + back.length }
  },
}
