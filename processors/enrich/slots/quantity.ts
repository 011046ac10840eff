import { phraseMatcher, wordings } from './phrases.ts'
import type { Token } from './tokens.ts'

export interface Quantity {
  readonly value: number
  readonly length: number
}

/**
 * The number that digits with points and commas mean, in English or continental writing; null for what is no single
 * number, such as a version 1.2.3. Alone, `1.000` is one and `1,000` a thousand; as money both are a thousand.
 */
export const numberOf = (text: string, money = false): number | null => {
  if (/^\d+$/.test(text)) return Number(text)
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''))
  if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(text) || (money && /^[1-9]\d{0,2}\.\d{3}$/.test(text))) {
    return Number(text.replaceAll('.', ''))
  }
  if (/^\d{1,3}(?:\.\d{3})*,\d+$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'))
  return /^\d+[.,]\d+$/.test(text) ? Number(text.replace(',', '.')) : null
}

const cardinal = new Map(
  wordings([
    [0, 'zero|null'],
    [1, 'one|eins'],
    [2, 'two|zwei|deux|dos|duas|twee'],
    [3, 'three|drei|trois|tres|tre|três|drie'],
    [4, 'four|vier|quatre|cuatro|quattro|quatro'],
    [5, 'five|fünf|cinq|cinco|cinque|vijf'],
    [6, 'six|sechs|seis|zes'],
    [7, 'seven|sieben|siete|sette|sete|zeven'],
    [8, 'eight|acht|huit|ocho|otto|oito'],
    [9, 'nine|neun|nueve|nove|negen'],
    [10, 'ten|zehn|dix|diez|dieci|dez|tien'],
    [11, 'eleven|elf|onze'],
    [12, 'twelve|zwölf|douze|doce|dodici|doze|twaalf'],
    [13, 'thirteen|dreizehn|treize|trece'],
    [14, 'fourteen|vierzehn|quatorze|catorce|quattordici|catorze|veertien'],
    [15, 'fifteen|fünfzehn|quinze|quince|quindici|vijftien'],
    [16, 'sixteen|sechzehn|seize'],
    [17, 'seventeen|siebzehn'],
    [18, 'eighteen|achtzehn'],
    [19, 'nineteen|neunzehn'],
    [20, 'twenty|zwanzig|vingt|veinte|venti|vinte|twintig'],
    [30, 'thirty|dreißig|trente|treinta|trenta|trinta|dertig'],
    [40, 'forty|fourty|vierzig|quarante|cuarenta|quaranta|quarenta|veertig'],
    [50, 'fifty|fünfzig|cinquante|cincuenta|cinquanta|cinquenta|vijftig'],
    [60, 'sixty|sechzig|soixante|sesenta|sessanta|sessenta|zestig'],
    [70, 'seventy|siebzig|setenta'],
    [80, 'eighty|achtzig|ochenta'],
    [90, 'ninety|neunzig|noventa|novanta|negentig'],
  ]),
)
const scale = new Map([
  ['hundred', 100],
  ['dozen', 12],
  ['thousand', 1_000],
  ['million', 1_000_000],
])
const fixed = phraseMatcher(
  wordings([
    [6, 'half a dozen'],
    [2, 'a couple'],
    [12, 'a dozen|ein dutzend|une douzaine|una docena'],
    [100, 'a hundred|hundert|cien'],
    [1_000, 'a thousand|tausend|mille'],
    [1_000_000, 'a million'],
  ]),
)

const inDigits = (tokens: readonly Token[], at: number, money: boolean): Quantity | null => {
  const token = tokens[at]!
  const next = tokens[at + 1]
  // 10 000, as the French write it.
  if (money && next?.kind === 'number' && /^\d{3}$/.test(next.text) && /^\d{1,3}$/.test(token.text) && !next.glued) {
    return { value: Number(token.text + next.text), length: 2 }
  }
  const value = numberOf(token.text, money)
  if (value === null) return null
  if (next?.text === 'k' && next.glued) return { value: value * 1_000, length: 2 }
  if (next?.glued && (next.text === '万' || next.text === '千'))
    return { value: value * (next.text === '万' ? 10_000 : 1_000), length: 2 }
  const times = next ? scale.get(next.text) : undefined
  return times ? { value: value * times, length: 2 } : { value, length: 1 }
}

const longestInWords = 9

const inWords = (tokens: readonly Token[], at: number): Quantity | null => {
  let total = 0
  let part = 0
  let end = at
  for (let i = at; i < tokens.length && i < at + longestInWords; i++) {
    const { text } = tokens[i]!
    const digit = cardinal.get(text)
    const times = scale.get(text)
    if (digit !== undefined) {
      // "twenty five" is one number, "five six" are two.
      if (
        i > at &&
        !(part === 0 || (part % 100 === 0 && digit < 100) || (part % 100 >= 20 && part % 10 === 0 && digit < 10))
      )
        break
      part += digit
    } else if (times && part > 0) {
      if (times >= 1_000) {
        total += part * times
        part = 0
      } else part *= times
    } else if ((text === '-' || text === 'and') && i > at && cardinal.has(tokens[i + 1]?.text ?? '')) {
      if (text === 'and' && part % 100 !== 0) break
      continue
    } else break
    end = i + 1
  }
  return end > at ? { value: total + part, length: end - at } : null
}

const hanDigit = new Map([...'零一二三四五六七八九十'].map((character, value) => [character, value]))
hanDigit.set('两', 2)
const hanScale = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1_000],
  ['万', 10_000],
])
/** Whether `hanQuantityAt` may find one that begins with such a token. */
export const beginsHanQuantity = ({ text }: Token): boolean => hanScale.has(text) || hanDigit.has(text)

/** The number that Han numerals say, wherever they stand. */
export const hanQuantityAt = (tokens: readonly Token[], at: number): Quantity | null => {
  let total = 0
  let digit = 0
  let i = at
  for (; i < tokens.length && i < at + longestInWords; i++) {
    const { text } = tokens[i]!
    const times = hanScale.get(text)
    if (times) {
      total += (digit || 1) * times
      digit = 0
    } else {
      const next = hanDigit.get(text)
      if (next === undefined) break
      digit = next
    }
  }
  return i > at ? { value: total + digit, length: i - at } : null
}

// Most Han numerals stand inside words; before one of these they count.
const measureWords = new Set([...'天周星年月个元块件小时分次双台条张人岁日号折'])

const inHan = (tokens: readonly Token[], at: number): Quantity | null => {
  const quantity = hanQuantityAt(tokens, at)
  return quantity && measureWords.has(tokens[at + quantity.length]?.text ?? '') ? quantity : null
}

/** Whether `quantityAt` may find one that begins with such a token. */
export const beginsQuantity = (token: Token): boolean =>
  token.kind === 'number' || fixed.begins(token) || cardinal.has(token.text) || beginsHanQuantity(token)

/** The number that begins at a token, in digits or words; null where none does. */
export const quantityAt = (tokens: readonly Token[], at: number, money = false): Quantity | null => {
  const token = tokens[at]
  if (!token) return null
  if (token.kind === 'number') return inDigits(tokens, at, money)
  if (token.kind !== 'word') return null
  return fixed(tokens, at) ?? inWords(tokens, at) ?? inHan(tokens, at)
}
