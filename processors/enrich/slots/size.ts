import type { SlotKind } from './kind.ts'
import { phraseMatcher, wordings } from './phrases.ts'
import { beginsQuantity, quantityAt } from './quantity.ts'

const garment = phraseMatcher(
  wordings([
    ['XS', 'xs|extra small'],
    ['S', 's|small'],
    ['M', 'm|medium'],
    ['L', 'l|large'],
    ['XL', 'xl|extra large'],
    ['XXL', 'xxl|2xl'],
    ['XXXL', 'xxxl|3xl'],
  ]),
)
const bare = /^(?:xs|xl|xxl|xxxl)$/
const sizeWord = /^(?:size|sizes|sized|größe|taille|talla)$/
const region = /^(?:uk|us|eu)$/

const unit = phraseMatcher(
  wordings([
    ['kg', 'kg|kgs|kilo|kilos|kilogram|kilograms|kilogramm|kilogrammes|公斤|千克'],
    ['lb', 'lb|lbs'],
    ['oz', 'oz|ounce|ounces'],
    ['mm', 'mm'],
    ['cm', 'cm|厘米|公分|zentimeter|centímetros|centimètres|centimetre|centimetres|centimeter|centimeters'],
    ['km', 'km|公里|kilometer|kilomètres|kilómetros|kilometres|kilometers'],
    ['m', '米|metros|mètres|metres|meter|meters'],
    ['in', 'inch|inches|"'],
    ['ft', 'ft|foot|feet'],
    ['mi', 'mile|miles'],
    ['ml', 'ml'],
    ['l', 'litre|litres|liter|liters|litro|litros|l|升'],
    ['GB', 'gb|gig|gigs|gigabyte|gigabytes|giga'],
    ['MB', 'mb|megabyte|megabytes'],
    ['TB', 'tb'],
    ['W', 'watt|watts'],
    ['mAh', 'mah'],
  ]),
)
// Too short to be a unit unless the digits touch it.
const gluedUnit = /^[gmlw]$/

/** Sizes and measures: `size 42`, `XL`, `5 kg`. */
export const size: SlotKind = {
  kind: 'size',
  begins: token =>
    [sizeWord, region, bare].some(word => word.test(token.text)) || garment.begins(token) || beginsQuantity(token),
  match: (tokens, at) => {
    const { text, kind } = tokens[at]!
    if (sizeWord.test(text) || region.test(text)) {
      const quantity = tokens[at + 1]?.kind === 'number' ? quantityAt(tokens, at + 1) : null
      if (quantity)
        return { value: `${region.test(text) ? text : 'size'} ${quantity.value}`, length: 1 + quantity.length }
      const named = sizeWord.test(text) && garment(tokens, at + 1)
      return named ? { value: named.value, length: 1 + named.length } : null
    }
    if (bare.test(text)) return { value: text.toUpperCase(), length: 1 }
    if (kind === 'word') {
      const named = garment(tokens, at)
      if (named && sizeWord.test(tokens[at + named.length]?.text ?? ''))
        return { value: named.value, length: named.length + 1 }
    }
    const quantity = quantityAt(tokens, at)
    if (!quantity) return null
    let next = at + quantity.length
    if (tokens[next]?.text === '-') next++
    if (tokens[next]?.glued && gluedUnit.test(tokens[next]!.text)) {
      return { value: `${quantity.value} ${tokens[next]!.text}`, length: next + 1 - at }
    }
    const found = unit(tokens, next)
    return found && { value: `${quantity.value} ${found.value}`, length: next + found.length - at }
  },
}
