/** A piece of a text. */
export interface Token {
  /** Lower case. */
  readonly text: string
  /** `entity` is a placeholder, an e-mail or a web address as a whole. */
  readonly kind: 'word' | 'number' | 'entity' | 'symbol'
  readonly start: number
  readonly end: number
  /** No white space before it. */
  readonly glued: boolean
}

// Groups: entity, number, word. Every repetition is bounded or begins where no other can, so that hostile text costs linear time.
const scanner = new RegExp(
  [
    /(\{\{[^\{\}]{1,64}\}\}|(?<![\p{L}\p{N}._%+\-])[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}\-]{1,63}(?:\.[\p{L}\p{N}\-]{1,63}){1,4}|(?<!\p{L})https?:\/\/[^\s"'<>\(\)]{1,2000})/v,
    /(\d{1,18}(?:[.,]\d{1,18}){0,6})/v,
    /(\p{Script=Han}|[[\p{L}\p{M}]--\p{Script=Han}]{1,100}(?:'[\p{L}--\p{Script=Han}]{1,20}){0,2})/v,
    /\S/v,
  ]
    .map(part => part.source)
    .join('|'),
  'gv',
)

/** Slots and scene look at the same text, one after the other. A long one is not worth keeping. */
const longestKept = 2_000
let last: { readonly text: string; readonly tokens: readonly Token[] } = { text: '', tokens: [] }

/** The tokens of a text; a Han character is a token of its own. Takes linear time on any text. */
export const tokensOf = (text: string): readonly Token[] => {
  if (text === last.text) return last.tokens
  const tokens = scanned(text)
  if (text.length <= longestKept) last = { text, tokens }
  return tokens
}

const scanned = (text: string): readonly Token[] => {
  // The one capital whose small form is longer: with it, positions would shift.
  const lower = text.replaceAll('\u0130', 'i').toLowerCase()
  const tokens: Token[] = []
  let before = -1
  for (const match of lower.matchAll(scanner)) {
    const [found, entity, number, word] = match
    const kind = entity ? 'entity' : number ? 'number' : word ? 'word' : 'symbol'
    const start = match.index
    tokens.push({ text: found, kind, start, end: start + found.length, glued: start === before })
    before = start + found.length
  }
  return tokens
}
