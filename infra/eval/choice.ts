import { chanceOf, pickBy } from './chance.ts'
import type { CacheRow } from './rows.ts'
import type { Truth } from './truth.ts'

/**
 * The model that answers a miss and is shown existing answers: it names the nearest one that is right, else writes anew.
 * With probability `error`, by hash of the text, it errs: it names a wrong one, or writes anew although a right one was
 * shown.
 */
export const chooseAnswer = (row: CacheRow, shown: readonly string[], truth: Truth, error: number): string => {
  const anew = truth.answerTo(row)
  const isRight = (answer: string): boolean => truth.isRight(row, answer, row.text)
  const right = shown.find(isRight)
  if (chanceOf('judge', row.text) >= error) return right ?? anew
  const wrong = shown.filter(answer => !isRight(answer))
  const mistakes = right === undefined ? wrong : [...wrong, anew]
  return mistakes.length === 0 ? anew : pickBy(mistakes, 'mistake', row.text)
}
