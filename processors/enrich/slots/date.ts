import { beginsRelativeDay, monthAloneAt, monthAt, relativeDayAt } from './calendar.ts'
import type { SlotKind, SlotMatch } from './kind.ts'
import { numberOf } from './quantity.ts'
import type { Token } from './tokens.ts'

const two = (value: number): string => String(value).padStart(2, '0')
const isDay = (value: number | null): value is number =>
  value !== null && Number.isInteger(value) && value >= 1 && value <= 31
const isYear = (token: Token | undefined): boolean => token?.kind === 'number' && /^(?:19|20)\d\d$/.test(token.text)
const fullYear = (digits: string): string => (digits.length === 2 ? `20${digits}` : digits)

const written = (year: string | null, month: number, day: number): string => `${year ?? '-'}-${two(month)}-${two(day)}`

// 05.03.2024 comes as one number.
const dotted = (token: Token): string | null => {
  const dayFirst = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/.exec(token.text)
  if (dayFirst) return written(fullYear(dayFirst[3]!), Number(dayFirst[2]), Number(dayFirst[1]))
  const yearFirst = /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/.exec(token.text)
  return yearFirst && written(yearFirst[1]!, Number(yearFirst[2]), Number(yearFirst[3]))
}

/** 2024-03-05, 5/3/2024. Which of 5/3 is the month depends on the writer: both ways of writing stay apart. */
const separated = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const [a, first, b, second, c] = tokens.slice(at, at + 5)
  if (b?.kind !== 'number' || c?.kind !== 'number' || first!.text !== second!.text) return null
  if (!/^[-/]$/.test(first!.text) || ![first, b, second, c].every(token => token!.glued)) return null
  if (/^\d{4}$/.test(a!.text) && isDay(Number(b.text)) && isDay(Number(c.text))) {
    return { value: written(a!.text, Number(b.text), Number(c.text)), length: 5 }
  }
  if (!/^(?:\d{4}|\d{2})$/.test(c.text) || !isDay(Number(a!.text)) || !isDay(Number(b.text))) return null
  const [x, y, year] = [Number(a!.text), Number(b.text), fullYear(c.text)]
  if (x > 12) return { value: written(year, y, x), length: 5 }
  if (y > 12) return { value: written(year, x, y), length: 5 }
  return { value: `${year} ${x}/${y}`, length: 5 }
}

const suffix = /^(?:st|nd|rd|th|er|º)$/
const between = /^(?:of|de|\.|,|the|day)$/

/** Index after a day number with its suffix and the words that may follow it. */
const dayAt = (tokens: readonly Token[], at: number): { day: number; next: number } | null => {
  const token = tokens[at]
  if (token?.kind !== 'number') return null
  const day = numberOf(token.text)
  if (!isDay(day)) return null
  return { day, next: tokens[at + 1]?.glued && suffix.test(tokens[at + 1]!.text) ? at + 2 : at + 1 }
}

const withYear = (tokens: readonly Token[], at: number, next: number, month: number, day: number): SlotMatch => {
  const yearAt = /^(?:,|de|of)$/.test(tokens[next]?.text ?? '') ? next + 1 : next
  return isYear(tokens[yearAt])
    ? { value: written(tokens[yearAt]!.text, month, day), length: yearAt + 1 - at }
    : { value: written(null, month, day), length: next - at }
}

const named = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const day = dayAt(tokens, at)
  if (day) {
    const next = between.test(tokens[day.next]?.text ?? '') ? day.next + 1 : day.next
    const month = monthAt(tokens, next)
    return month && withYear(tokens, at, next + month.length, month.value, day.day)
  }
  const month = monthAt(tokens, at)
  if (!month) return null
  const after = at + month.length
  const dayAfter = dayAt(tokens, between.test(tokens[after]?.text ?? '') ? after + 1 : after)
  return dayAfter && withYear(tokens, at, dayAfter.next, month.value, dayAfter.day)
}

const han = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const text = (offset: number): string => tokens[at + offset]?.text ?? ''
  if (isYear(tokens[at]) && text(1) === '年' && text(3) === '月' && isDay(Number(text(4)))) {
    return { value: written(text(0), Number(text(2)), Number(text(4))), length: /^[日号]$/.test(text(5)) ? 6 : 5 }
  }
  if (text(1) !== '月' || !isDay(Number(text(2))) || !/^[日号]$/.test(text(3))) return null
  return { value: written(null, Number(text(0)), Number(text(2))), length: 4 }
}

/**
 * Days: `2024-03-05`, `--03-05` without a year, `--03` for a month, and symbols for what depends on today: `tomorrow`,
 * `next monday`. They are not resolved: two askers of one wording mean the same words, not the same day.
 */
export const date: SlotKind = {
  kind: 'date',
  begins: token => token.kind === 'number' || monthAt.begins(token) || beginsRelativeDay(token),
  match: (tokens, at) => {
    const token = tokens[at]!
    if (token.kind === 'symbol' || token.kind === 'entity') return null
    if (token.kind === 'number') {
      const value = dotted(token)
      return value ? { value, length: 1 } : (separated(tokens, at) ?? han(tokens, at) ?? named(tokens, at))
    }
    return named(tokens, at) ?? monthAloneAt(tokens, at) ?? relativeDayAt(tokens, at)
  },
}
