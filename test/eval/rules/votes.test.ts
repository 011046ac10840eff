import { expect, test } from 'vitest'
import { byCosine, byLabel, byText, type Grouping } from '../../../infra/eval/rules/grouping.ts'
import type { Entry, NamedRule } from '../../../infra/eval/rules/rule.ts'
import { plainThreshold } from '../../../infra/eval/rules/threshold.ts'
import { agreement, kernelVote } from '../../../infra/eval/rules/votes.ts'
import { truthOf } from '../../../infra/eval/truth.ts'

const rows = [
  { text: 'one', group: 'return', answer: 'Send it back.' },
  { text: 'two', group: 'return', answer: 'Post it to us.' },
  { text: 'three', group: 'return', answer: 'Put it into a box.' },
  { text: 'four', group: 'pay', answer: 'By card.' },
]
const knowledge = {
  truth: truthOf(rows),
  /** The first two sound alike, the third a little. */
  answerSimilarity: (answer: string, other: string) =>
    answer === 'By card.' || other === 'By card.' ? 0.1 : [answer, other].includes('Put it into a box.') ? 0.6 : 0.9,
}
const entries = rows.map(({ text, answer }, row): Entry => ({ row, question: text, answer }))

/** Stores the entries, then asks: the place of the entry that is served, or null. */
const ask = (rule: NamedRule, similarities: readonly (readonly [entry: number, similarity: number])[]) => {
  const open = rule.open(knowledge)
  for (const entry of entries) expect(open.learn(entry, [])).toBe(true)
  const nearest = similarities.map(([entry, similarity]) => ({ entry: entries[entry]!, similarity }))
  return open.judge('asked', nearest)?.row ?? null
}

test('a threshold serves the nearest entry from there on', () => {
  const rule = plainThreshold(0.8)
  expect(ask(rule, [])).toBeNull()
  expect(ask(rule, [[3, 0.8]])).toBe(3)
  expect(ask(rule, [[3, 0.79]])).toBeNull()
})

const groupsOf = (grouping: Grouping) => entries.map(({ answer }) => answer).map(grouping.open(knowledge))

test('answers are the same by what they were written for, by their text, or by their cosine to what came before', () => {
  expect(groupsOf(byLabel)).toEqual([0, 0, 0, expect.any(Number)])
  expect(new Set(groupsOf(byText)).size).toBe(4)
  const near = groupsOf(byCosine(0.65))
  expect(near[0]).toBe(near[1])
  expect(new Set(near).size).toBe(3)
  expect(new Set(groupsOf(byCosine(0.6))).size).toBe(2)
})

test('a new group never has the number of an older one', () => {
  const groupOf = byCosine(0.65).open(knowledge)
  const [a, b, c, d] = entries.map(({ answer }) => groupOf(answer))
  expect(a).toBe(b)
  expect(new Set([a, c, d]).size).toBe(3)
})

test('so many agree: the nearest answers where all of them do and each is near enough', () => {
  const rule = agreement(3, 0.65, byLabel)
  const all = [
    [1, 0.8],
    [0, 0.7],
    [2, 0.65],
  ] as const
  expect(ask(rule, all)).toBe(1)
  expect(ask(rule, all.slice(0, 2))).toBeNull()
  expect(ask(rule, [...all.slice(0, 2), [2, 0.64]])).toBeNull()
  expect(ask(rule, [...all.slice(0, 2), [3, 0.66]])).toBeNull()
  expect(ask(agreement(3, 0.65, byText), all)).toBeNull()
  expect(ask(rule, [[3, 0.97]])).toBe(3)
})

test('a vote is won by weight, not by number, and against an unknown answer that is not far', () => {
  const rule = kernelVote(0.8, byLabel)
  // 3 at 0.9 has e^(0.2 / 0.055) = 38 times the weight of each entry at 0.7, of which there are three with the unknown one.
  const around = [
    [3, 0.9],
    [0, 0.7],
    [1, 0.7],
  ] as const
  expect(ask(rule, around)).toBe(3)
  expect(ask(kernelVote(0.95, byLabel), around)).toBeNull()
  expect(ask(rule, [[3, 0.7]])).toBeNull()
})
