import { expect, test } from 'vitest'
import { chooseAnswer } from '../../infra/eval/choice.ts'
import { truthOf } from '../../infra/eval/truth.ts'

const row = (text: string, group: string, answer?: string) => ({ text, group, ...(answer ? { answer } : {}) })

test('a row is answered with its own answer, else a wording of its group, else an answer of the group', () => {
  const rows = [row('a', 'g', 'Mine.'), row('b', 'g'), row('c', 'hidden'), row('d', 'hidden'), row('e', 'i')]
  const truth = truthOf(rows, { g: ['One.', 'Two.'] })
  const [a, b, c, d, e] = rows.map(truth.answerTo)
  expect(a).toBe('Mine.')
  expect(['One.', 'Two.']).toContain(b)
  expect(c).toBe(d)
  expect(c).not.toBe(e)
  expect(c).not.toContain('hidden')
})

test('an answer is right for every row of a group that it was written for', () => {
  const rows = [row('a', 'g', 'Same.'), row('b', 'h', 'Same.'), row('c', 'i', 'Other.')]
  const truth = truthOf(rows)
  expect(rows.map(asked => truth.isRight(asked, 'Same.', 'a'))).toEqual([true, true, false])
})

test('an answer that names the order of its question is wrong for another order, and right for the same one', () => {
  const rows = [
    row('where is order 12345', 'where', 'Order 12345 is on its way.'),
    row('and order 67890?', 'where', 'Order 67890 is on its way.'),
    row('where is purchase 12345', 'where', 'Order 12345 has left.'),
  ]
  const truth = truthOf(rows)
  const learned = ['Order 12345 is on its way.', 'where is order 12345'] as const
  expect(rows.map(asked => truth.isRight(asked, ...learned))).toEqual([true, false, true])
})

test('an answer that does not depend on the order may serve another one', () => {
  const rows = [row('cancel order 12345', 'cancel'), row('cancel order 67890', 'cancel')]
  const truth = truthOf(rows, { cancel: ['Open My orders.'] })
  expect(truth.isRight(rows[1]!, 'Open My orders.', 'cancel order 12345')).toBe(true)
})

test('a general answer is wrong where one about the order was due', () => {
  const rows = [
    row('cancel order 12345', 'cancel', 'Order 12345 is cancelled.'),
    row('cancel my order', 'cancel', 'Open My orders.'),
  ]
  expect(truthOf(rows).isRight(rows[0]!, 'Open My orders.', 'cancel my order')).toBe(false)
})

const rows = Array.from({ length: 2_000 }, (_, index) => row(`question ${index}`, `g${index % 2}`))
const truth = truthOf(rows, { g0: ['Zero.', 'Null.'], g1: ['One.'] })

test('a judge without errors names the nearest right answer, and writes anew where none is shown', () => {
  for (const asked of rows.slice(0, 100)) {
    const right = asked.group === 'g0' ? 'Zero.' : 'One.'
    expect(chooseAnswer(asked, ['One.', 'Zero.', 'Null.'], truth, 0)).toBe(right)
    expect(chooseAnswer(asked, [], truth, 0)).toBe(truth.answerTo(asked))
  }
})

test('a judge names a wrong answer as often as it is told to', () => {
  const asked = rows.filter(({ group }) => group === 'g0')
  const wrong = asked.filter(row => chooseAnswer(row, ['One.'], truth, 0.1) === 'One.')
  expect(wrong.length / asked.length).toBeGreaterThan(0.07)
  expect(wrong.length / asked.length).toBeLessThan(0.13)
})

test('a judge that overlooks the right answer names a wrong one or writes anew', () => {
  const chosen = rows.filter(({ group }) => group === 'g1').map(row => chooseAnswer(row, ['One.', 'Zero.'], truth, 1))
  expect(new Set(chosen)).toEqual(new Set(['Zero.', 'One.']))
})

test('two answers are the same where they were written for one group', () => {
  const rows = [row('a', 'g', 'One.'), row('b', 'g', 'Two.'), row('c', 'h', 'Other.'), row('d', 'h', 'Two.')]
  const { isSame } = truthOf(rows)
  expect(isSame('One.', 'Two.')).toBe(true)
  expect(isSame('Two.', 'Other.')).toBe(true)
  expect(isSame('One.', 'Other.')).toBe(false)
  expect(isSame('One.', 'Never written.')).toBe(false)
})
