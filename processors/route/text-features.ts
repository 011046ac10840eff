/** Words that stand for a number, and those that ask for a multiple or a part of one. */
const numberWords =
  /\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand|million|dozen|half|third|quarter|twice|double|triple|thrice)\b/gi
const parts = /\d\/\d|\b(half|third|quarter|fraction)/gi
const multiples = /\b(twice|double|triple|times|thrice)\b/gi
const comparisons = /\b(more|less|fewer|greater|older|younger|longer|shorter|faster|cheaper) than\b/gi
const rates = /\b(each|every|per|apiece)\b/gi
const conditions = /\b(if|when|unless|after|before|then|until)\b/gi
const joints = /\b(and|but|or|also)\b/gi
const periods = /\b(hour|minute|second|day|week|month|year)s?\b/gi
const results = /\b(remaining|left|rest|remainder|difference|average|ratio|total|altogether)\b/gi

/** The text as most features need it, taken apart once. */
interface Parsed {
  readonly text: string
  readonly words: readonly string[]
  readonly numbers: readonly number[]
  readonly sentences: number
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** What a trained router may look at in a text, by name; a model file lists those it was trained on. */
const features: Readonly<Record<string, (parsed: Parsed) => number>> = {
  logWords: ({ words }) => Math.log1p(words.length),
  rootWords: ({ words }) => Math.sqrt(words.length),
  logNumbers: ({ numbers }) => Math.log1p(numbers.length),
  logNumbersSquared: ({ numbers }) => Math.log1p(numbers.length) ** 2,
  logDistinctNumbers: ({ numbers }) => Math.log1p(new Set(numbers).size),
  logLargestNumber: ({ numbers }) => Math.log1p(numbers.reduce((most, number) => Math.max(most, number), 0)),
  decimals: ({ text }) => count(text, /\d\.\d/g),
  sentences: ({ sentences }) => sentences,
  wordsPerSentence: ({ words, sentences }) => words.length / sentences,
  lettersPerWord: ({ words }) => words.reduce((sum, word) => sum + word.length, 0) / Math.max(1, words.length),
  distinctWords: ({ words }) => new Set(words).size / Math.max(1, words.length),
  names: ({ text }) => new Set(text.match(/(?<=[a-z,] )[A-Z][a-z]+/g)).size,
  commas: ({ text }) => count(text, /,/g),
  amounts: ({ text }) => count(text, /[$€£]/g),
  percentages: ({ text }) => count(text, /%|\bpercent/gi),
  asksForNumber: ({ text }) => count(text, /\bhow (many|much)\b/gi),
  numberWords: ({ text }) => count(text, numberWords),
  parts: ({ text }) => count(text, parts),
  multiples: ({ text }) => count(text, multiples),
  comparisons: ({ text }) => count(text, comparisons),
  rates: ({ text }) => count(text, rates),
  conditions: ({ text }) => count(text, conditions),
  joints: ({ text }) => count(text, joints),
  periods: ({ text }) => count(text, periods),
  results: ({ text }) => count(text, results),
}

export const textFeatures: readonly string[] = Object.keys(features)

/** What says most about a long message stands in its beginning. */
const lookedAtChars = 8_000

/** The features of these names, [names.length]. Linear in the length of the text. */
export const textFeaturesOf = (whole: string, names = textFeatures): readonly number[] => {
  const text = whole.slice(0, lookedAtChars)
  const parsed = {
    text,
    words: text.toLowerCase().match(/\p{L}[\p{L}']*/gu) ?? [],
    // Longer runs of digits are no quantities, and the largest number shall stay finite.
    numbers: (text.match(/\d[\d,]*(\.\d+)?/g) ?? []).map(digits => Number(digits.replaceAll(',', '').slice(0, 15))),
    sentences: text.split(/[.?!]\s/).length,
  }
  return names.map(name => features[name]!(parsed))
}
