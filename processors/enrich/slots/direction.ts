import type { SlotKind } from './kind.ts'
import type { Token } from './tokens.ts'

const farthest = 6
const determiner = /^(?:the|a|an|my|your|our|their|his|her|this|that|another|£|€|\$)$/
const source = /^(?:from|von|vom|de|desde)$/
const target = /^(?:to|into|onto|zu|nach|auf|vers|à|a|hasta)$/

const contentAt = (tokens: readonly Token[], at: number): string | null => {
  for (let i = at; i < tokens.length && i < at + 3; i++) {
    const { text, kind } = tokens[i]!
    if (determiner.test(text)) continue
    return kind === 'symbol' ? null : text
  }
  return null
}

const find = (tokens: readonly Token[], at: number, word: RegExp): number => {
  for (let i = at; i < tokens.length && i < at + farthest; i++) if (word.test(tokens[i]!.text)) return i
  return -1
}

/**
 * Which way something goes, where both ends are named: `savings > checking` for "from savings to checking" and for "to my
 * checking account from savings".
 */
export const direction: SlotKind = {
  kind: 'direction',
  begins: ({ text }) => source.test(text) || target.test(text),
  match: (tokens, at) => {
    const { text } = tokens[at]!
    const forward = source.test(text)
    // "how to transfer from": after this "to" stands a verb, not an end.
    if (!forward && !(target.test(text) && determiner.test(tokens[at + 1]?.text ?? ''))) return null
    const other = find(tokens, at + 2, forward ? target : source)
    if (other < 0) return null
    const here = contentAt(tokens, at + 1)
    const there = contentAt(tokens, other + 1)
    if (!here || !there) return null
    return { value: forward ? `${here} > ${there}` : `${there} > ${here}`, length: 1 }
  },
}
