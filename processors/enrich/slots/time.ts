import type { SlotKind } from './kind.ts'

const halfOf = (text: string | undefined): 'am' | 'pm' | null => (text === 'am' || text === 'pm' ? text : null)

/** Times of day: `17:00` for 5 pm, 5:00pm, 17:00 and 17 Uhr. */
export const time: SlotKind = {
  kind: 'time',
  match: (tokens, at) => {
    const [hour, mark, minute] = tokens.slice(at, at + 3)
    if (hour!.kind !== 'number' || !/^\d{1,2}$/.test(hour!.text)) return null
    const hasMinutes = mark?.text === ':' && mark.glued && minute?.glued === true && /^[0-5]\d$/.test(minute.text)
    const next = at + (hasMinutes ? 3 : 1)
    const word = tokens[next]?.text
    const half = halfOf(word)
    const named = half !== null || word === "o'clock" || word === 'uhr' || word === '点'
    if (!hasMinutes && !named) return null
    const hours = (Number(hour!.text) % (half ? 12 : 24)) + (half === 'pm' ? 12 : 0)
    const value = `${String(hours).padStart(2, '0')}:${hasMinutes ? minute.text : '00'}`
    return { value, length: next + (named ? 1 : 0) - at }
  },
}
