import type { SlotKind, SlotMatch } from './kind.ts'
import type { Token } from './tokens.ts'

const longest = 12

const isPart = (token: Token): boolean => token.kind === 'word' || token.kind === 'number'
const isJoint = (token: Token): boolean => token.text === '-' || token.text === '_'

/** FH-104233, 00123842, 1Z999AA10123456784: at least three digits among five characters, or five digits. */
const code = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const before = tokens[at - 1]
  if (!isPart(tokens[at]!) || (tokens[at]!.glued && before && (isPart(before) || isJoint(before)))) return null
  // A word has no digits, so something must touch it.
  if (tokens[at]!.kind === 'word' && !tokens[at + 1]?.glued) return null
  let value = ''
  let end = at
  for (let i = at; i < tokens.length && i < at + longest; i++) {
    const token = tokens[i]!
    if (i > at && !token.glued) break
    if (isPart(token)) {
      if (!/^[a-z0-9]+$/.test(token.text)) break
      value += token.text
      end = i + 1
    } else if (!isJoint(token)) break
  }
  const digits = value.replace(/\D/g, '').length
  if (value.length < 5 || digits < 3 || (digits === value.length && digits < 5)) return null
  return { value: value.toUpperCase(), length: end - at }
}

const cue = /^(?:number|no|nr|num|id|nummer|numéro|numero|número|号)$/
const afterCue = /^(?:[.:#]|is)$/

/** "number 482", "#482": too short to be told from a count otherwise. */
const called = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const next = tokens[at + 1]
  if (tokens[at]!.text === '#') return next?.glued && /^\d+$/.test(next.text) ? { value: next.text, length: 2 } : null
  if (!cue.test(tokens[at]!.text)) return null
  let i = at + 1
  while (i < at + 3 && afterCue.test(tokens[i]?.text ?? '')) i++
  const after = tokens[i + 1]
  if (after?.glued && (isPart(after) || isJoint(after))) return null
  return /^\d{3,}$/.test(tokens[i]?.text ?? '') ? { value: tokens[i]!.text, length: i + 1 - at } : null
}

const phone = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const plus = tokens[at]!.text === '+'
  if (!plus && !/^[(0]/.test(tokens[at]!.text)) return null
  let digits = ''
  let groups = 0
  let end = at
  for (let i = plus ? at + 1 : at; i < tokens.length && i < at + longest; i++) {
    const token = tokens[i]!
    if (token.kind === 'number' && /^\d+$/.test(token.text)) {
      if (tokens[i + 1]?.glued && tokens[i + 1]!.kind === 'word') break
      digits += token.text
      groups++
      end = i + 1
    } else if (!/^[-()/]$/.test(token.text)) break
  }
  if (digits.length < 9 || digits.length > 15 || (groups < 2 && !plus)) return null
  return { value: plus ? `+${digits}` : digits, length: end - at }
}

const entity = (token: Token): SlotMatch => {
  const value = token.text.startsWith('{{') ? `{{${token.text.slice(2, -2).trim().replace(/\s+/g, ' ')}}}` : token.text
  return { value: value.replace(/[.,;:!?]+$/, ''), length: 1 }
}

/**
 * What names one thing of the asker's: order and tracking numbers, e-mail and web addresses, telephone numbers,
 * placeholders. Leading zeros count; case, hyphens and underscores do not.
 */
export const identifier: SlotKind = {
  kind: 'identifier',
  begins: ({ kind, text }) => kind !== 'symbol' || /^[#+(]$/.test(text),
  match: (tokens, at) =>
    tokens[at]!.kind === 'entity' ? entity(tokens[at]!) : (phone(tokens, at) ?? called(tokens, at) ?? code(tokens, at)),
}
