import type { Random } from '../../runtime/simulation/random.ts'

const before = [
  '',
  'hi ',
  'hello ',
  'hey ',
  'please ',
  'hi all ',
  'um ',
  'well ',
  'okay ',
  'quick question ',
  'i wonder ',
  'hi again ',
]

const after = [
  '',
  ' thanks',
  ' please',
  ' thank you',
  ' many thanks',
  ' thanks in advance',
  ' please help',
  ' anyone',
  ' thx',
  ' please advise',
  ' kind regards',
  ' much appreciated',
]

/** Every way of dressing a question up, the plain one aside. */
const dresses = before
  .flatMap(opening =>
    after.map(
      closing =>
        (text: string): string =>
          opening + text + closing,
    ),
  )
  .slice(1)

const heavyDresses = [
  ['quick question', 'thanks in advance'],
  ...['good morning', 'dear team', 'greetings', 'good evening'].map(opening => [opening, 'bye for now']),
]

/**
 * In the dress that changes a question's embedding most: a text that hits in it hits in most of the others. In another about as
 * heavy for who looks again, for what missed once is learned in those words.
 */
export const heavilyDressed = (text: string, look: number): string => {
  const [opening, closing] = heavyDresses[look % heavyDresses.length]!
  return `${opening} ${text} ${closing}`
}

/** How many distinct wordings `unseenWordings` has of so many questions. */
export const unseenOf = (questions: number): number => questions * dresses.length

/**
 * Wordings of the questions that nobody has asked, each once, neighbours never of one question: whoever asks them needs
 * an embedding that is not there yet. They start again from the first when all have been used.
 */
export const unseenWordings = (questions: readonly string[], random: Random): (() => string) => {
  const shift = questions.map(() => random.int(0, dresses.length - 1))
  let count = 0
  return () => {
    const at = count % questions.length
    const round = Math.floor(count / questions.length)
    count++
    return dresses[(round + shift[at]!) % dresses.length]!(questions[at]!)
  }
}
