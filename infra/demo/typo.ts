import type { Random } from '../runtime/simulation/random.ts'

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

const neighbour = (letter: string, random: Random): string => {
  const row = keyboard.find(keys => keys.includes(letter))
  if (!row) return letter
  const at = row.indexOf(letter)
  const beside = [row[at - 1], row[at + 1]].filter(key => key !== undefined)
  return random.pick(beside)
}

/** The ways in which a finger slips at place `at` of a word. */
const slips: readonly ((word: string, at: number, random: Random) => string)[] = [
  (word, at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + word[at] + word.slice(at),
  (word, at, random) => word.slice(0, at) + neighbour(word[at]!, random) + word.slice(at + 1),
]

/** Long enough that a slip inside leaves it readable. Names and numbers are left alone: a slip there changes the question. */
const slippery = /^[a-z]{5,}$/

/** The text with a slip in one word, away from its ends; unchanged where no word is long enough. */
export const withTypo = (text: string, random: Random): string => {
  const words = text.split(' ')
  const places = words.flatMap((word, index) => (slippery.test(word) ? [index] : []))
  if (places.length === 0) return text
  const place = random.pick(places)
  const word = words[place]!
  words[place] = random.pick(slips)(word, random.int(1, word.length - 3), random)
  return words.join(' ')
}
