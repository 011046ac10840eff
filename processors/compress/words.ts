export interface Word {
  /** As written, with the punctuation around it. */
  readonly written: string
  /** As written, without the punctuation around it. */
  readonly bare: string
  /** Folded: two spellings of the same word are equal. */
  readonly norm: string
  /** The punctuation after it that ends a phrase: a comma, another mark, or none. */
  readonly mark: 'none' | 'comma' | 'other'
  /** Nothing but small letters from a to z: most words, and quickly told from numbers, names and identifiers. */
  readonly plain: boolean
}

/** No word that matters is longer; it also bounds the cost of the patterns below. */
const longestWord = 512

const smallLetters = /^[a-z]+$/
/** Most of the other words: letters from a to z and one mark behind them. */
const simple = /^([a-z]+)([.,!?;:]?)$/i
const outside = /^[("'“‘[*#<]+|[.,;:!?)"'”’\]*>…]+$/gu
const phraseEnd = /[.,;:!?)…]["'”’]*$/u

const markAfter = (written: string): Word['mark'] =>
  written.endsWith(',') ? 'comma' : phraseEnd.test(written) ? 'other' : 'none'

const wordOf = (written: string): Word | null => {
  if (written.length > longestWord) return null
  if (smallLetters.test(written)) return { written, bare: written, norm: written, mark: 'none', plain: true }
  const [, letters, end] = simple.exec(written) ?? []
  if (letters !== undefined)
    return {
      written,
      bare: letters,
      norm: letters.toLowerCase(),
      mark: end === '' ? 'none' : end === ',' ? 'comma' : 'other',
      plain: smallLetters.test(letters),
    }
  const bare = written.replace(outside, '')
  if (!/[\p{L}\p{N}&]/u.test(bare)) return null
  const norm = bare.normalize('NFKC').toLowerCase().replaceAll(/["’]/g, "'").replace(/'s$/, '')
  return { written, bare, norm, mark: markAfter(written), plain: smallLetters.test(bare) }
}

/** The words of a text in order; bare punctuation and runs of more than 512 characters are none. Linear in its length. */
export const wordsOf = (text: string): readonly Word[] => {
  const words: Word[] = []
  for (const written of text.split(/\s+/)) {
    const word = wordOf(written)
    if (word) words.push(word)
  }
  return words
}

/** Finds sequences of words in a text. */
export interface WordIndex {
  /** Whether the words of `key`, normalised and separated by spaces, follow one another in the text. */
  includes(key: string): boolean
}

/** An index over a text, so that looking for many spans costs one pass. */
export const wordIndex = (text: string): WordIndex => {
  const words = wordsOf(text).map(word => word.norm)
  const places = new Map<string, number[]>()
  for (const [at, word] of words.entries()) {
    const known = places.get(word)
    if (known) known.push(at)
    else places.set(word, [at])
  }
  return {
    includes: key => {
      const wanted = key.split(' ')
      return (places.get(wanted[0]!) ?? []).some(start =>
        wanted.every((word, offset) => words[start + offset] === word),
      )
    },
  }
}
