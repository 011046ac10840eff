import type { SlotKind, SlotMatch } from './kind.ts'
import { phraseMatcher, wordings } from './phrases.ts'
import { beginsHanQuantity, hanQuantityAt } from './quantity.ts'
import type { Token } from './tokens.ts'

type Half = 'am' | 'pm'

const half = phraseMatcher<Half>(
  wordings<Half>([
    ['am', 'am|a.m.|a.m|uhr morgens|uhr früh|de la mañana|du matin|del mattino|di mattina|da manhã'],
    [
      'pm',
      "pm|p.m.|p.m|uhr nachmittags|uhr abends|de la tarde|de la noche|de l'après-midi|du soir|del pomeriggio|di sera|da tarde|da noite",
    ],
  ]),
)
const named = phraseMatcher(
  wordings([
    ['12:00', 'noon|midday|12 noon|midi|mediodía|mezzogiorno|meio-dia|正午|中午12点|中午十二点'],
    ['00:00', 'midnight|mitternacht|minuit|medianoche|mezzanotte|meia-noite|middernacht|午夜'],
  ]),
)
/** Before the hour, in Chinese. */
const partOfDay = phraseMatcher<Half>(
  wordings<Half>([
    ['am', '上午|早上|凌晨|早晨|清晨'],
    ['pm', '下午|晚上|傍晚|中午'],
  ]),
)
const hourWord = new Set(["o'clock", 'uhr', 'uur', '点', '时'])

const written = (hour: number, minute: string, of: Half | null): string => {
  const hours = (hour % (of ? 12 : 24)) + (of === 'pm' ? 12 : 0)
  return `${String(hours).padStart(2, '0')}:${minute}`
}

/** 三点, 15点半, after 下午 or not. */
const chinese = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const part = partOfDay(tokens, at)
  const start = at + (part?.length ?? 0)
  const digits = tokens[start]?.kind === 'number' && /^\d{1,2}$/.test(tokens[start]!.text)
  const hour = digits ? { value: Number(tokens[start]!.text), length: 1 } : hanQuantityAt(tokens, start)
  if (!hour || hour.value > 24) return null
  const next = start + hour.length
  if (tokens[next]?.text !== '点' || (!digits && !part)) return null
  const isHalf = tokens[next + 1]?.text === '半'
  const past = part && hour.value > 12 ? null : (part?.value ?? null)
  return { value: written(hour.value, isHalf ? '30' : '00', past), length: next + (isHalf ? 2 : 1) - at }
}

/** Times of day: `17:00` for 5 pm, 5:00pm, 17:00, 17 Uhr and 下午五点; `12:00` for noon. */
export const time: SlotKind = {
  kind: 'time',
  begins: token =>
    token.kind === 'number' || named.begins(token) || partOfDay.begins(token) || beginsHanQuantity(token),
  match: (tokens, at) => {
    const whole = named(tokens, at) ?? chinese(tokens, at)
    if (whole) return whole
    const [hour, mark, minute] = tokens.slice(at, at + 3)
    if (hour!.kind !== 'number' || !/^\d{1,2}$/.test(hour!.text)) return null
    const hasMinutes =
      (mark?.text === ':' || mark?.text === 'h') &&
      mark.glued &&
      minute?.glued === true &&
      /^[0-5]\d$/.test(minute.text)
    const next = at + (hasMinutes ? 3 : 1)
    const of = half(tokens, next)
    const isHour = hourWord.has(tokens[next]?.text ?? '')
    if (!hasMinutes && !of && !isHour) return null
    const length = next + (of ? of.length : isHour ? 1 : 0) - at
    return { value: written(Number(hour!.text), hasMinutes ? minute.text : '00', of?.value ?? null), length }
  },
}
