/** A full stop after one of these does not end a sentence. */
const abbreviations = new Set(
  'mr mrs ms dr prof st ave blvd rd no nr inc ltd co jr sr vs etc e.g i.e u.s u.k a.m p.m approx dept apt'.split(' '),
)

const boundary = /(?<=[.!?…。！？]["')\]]?)\s+|\n+|(?<=[。！？])/u

const endsInAbbreviation = (sentence: string): boolean => {
  if (!sentence.endsWith('.')) return false
  const word = sentence.slice(sentence.lastIndexOf(' ') + 1, -1).toLowerCase()
  return abbreviations.has(word) || /^\p{L}$/u.test(word)
}

/** A sentence goes on after so many characters as another, at the next white space. */
const longestSentence = 1_000

const cut = new RegExp(`\\S[^]{0,${longestSentence - 1}}\\S*`, 'g')

/**
 * The sentences of a text in order, trimmed, none empty. Longer ones than 1,000 characters are cut at white space. Linear
 * in the length of the text.
 */
export const sentencesOf = (text: string): readonly string[] => {
  const sentences: string[] = []
  let open = ''
  for (const part of text.split(boundary)) {
    const trimmed = part.trim()
    if (trimmed === '') continue
    open = open === '' ? trimmed : `${open} ${trimmed}`
    if (endsInAbbreviation(open)) continue
    sentences.push(open)
    open = ''
  }
  if (open !== '') sentences.push(open)
  return sentences.flatMap(sentence => (sentence.length > longestSentence ? (sentence.match(cut) ?? []) : [sentence]))
}
