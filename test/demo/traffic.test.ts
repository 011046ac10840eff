import { expect, test } from 'vitest'
import { loadLibrary } from '../../infra/demo/library.ts'
import { withOwnDetails } from '../../infra/demo/own-details.ts'
import { generateTraffic } from '../../infra/demo/traffic.ts'
import { withTypo } from '../../infra/demo/typo.ts'
import { zipf } from '../../infra/demo/zipf.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'

const library = loadLibrary()
const traffic = generateTraffic(library, { turns: 2_400, seed: 1 })
const turns = traffic.visits.flatMap(visit => visit.turns)

test('the same seed gives the same traffic, another seed another', () => {
  expect(generateTraffic(library, { turns: 2_400, seed: 1 })).toEqual(traffic)
  expect(generateTraffic(library, { turns: 2_400, seed: 2 })).not.toEqual(traffic)
})

test('there are at least as many turns as asked for, of every kind', () => {
  expect(turns.length).toBeGreaterThanOrEqual(2_400)
  const kinds = Map.groupBy(turns, ({ kind }) => kind)
  expect([...kinds.keys()].sort()).toEqual(['follow_up', 'personal', 'question', 'repeat', 'script', 'typo'])
  for (const { length } of kinds.values()) expect(length).toBeGreaterThan(30)
})

test('a conversation is one signed-in shopper saying a whole script', () => {
  const conversations = traffic.visits.filter(({ conversationId }) => conversationId !== null)
  expect(conversations.length).toBeGreaterThan(50)
  expect(new Set(conversations.map(({ conversationId }) => conversationId)).size).toBe(conversations.length)
  const plain = (turns: readonly { text: string }[]): string =>
    turns.map(({ text }) => text.replaceAll(/[\d.]+/g, '0')).join('\n')
  const scripts = new Set(library.scripts.map(({ turns }) => plain(turns)))
  for (const { userId, turns } of conversations) {
    expect(userId).not.toBeNull()
    expect(scripts).toContain(plain(turns))
  }
})

test('no two shoppers have the same order, and one shopper keeps to theirs', () => {
  const numbers = traffic.visits.map(({ turns }) => new Set(turns.flatMap(({ text }) => text.match(/FH-\d+/g) ?? [])))
  const all = numbers.flatMap(set => [...set])
  expect(all.length).toBeGreaterThan(20)
  expect(new Set(all).size).toBe(all.length)
  const script = library.scripts.find(({ turns }) => turns.filter(({ text }) => text.includes('FH-104213')).length > 1)!
  const own = withOwnDetails(script.turns, seededRandom(1)).flatMap(({ text }) => text.match(/FH-\d+/g) ?? [])
  expect(own.length).toBeGreaterThan(1)
  expect(new Set(own).size).toBe(1)
  expect(own[0]).not.toBe('FH-104213')
})

test('unseen wordings are in no visit', () => {
  const said = new Set(turns.map(({ text }) => text))
  expect(traffic.unseen.length).toBeGreaterThan(400)
  expect(traffic.unseen.filter(({ text }) => said.has(text))).toEqual([])
})

test('questions have a Zipf tail: few articles are asked often, many seldom', () => {
  const asked = [...Map.groupBy(turns, ({ article }) => article).values()]
    .map(({ length }) => length)
    .sort((a, b) => b - a)
  const all = asked.reduce((sum, count) => sum + count, 0)
  const top = asked.slice(0, Math.round(asked.length / 10)).reduce((sum, count) => sum + count, 0)
  expect(top / all).toBeGreaterThan(0.4)
  expect(asked.filter(count => count <= 3).length).toBeGreaterThan(20)
})

test('ranks are drawn in proportion to their inverse', () => {
  const draw = zipf([1, 2, 3, 4], 1, seededRandom(5))
  const counts = Map.groupBy(Array.from({ length: 25_000 }, draw), rank => rank)
  // 1 + 1/2 + 1/3 + 1/4 = 25/12
  for (const rank of [1, 2, 3, 4]) expect(counts.get(rank)!.length / 12_000).toBeCloseTo(1 / rank, 1)
})

test('a typo changes one long word inside, and neither names nor numbers', () => {
  const random = seededRandom(3)
  for (let i = 0; i < 500; i++) {
    const slipped = withTypo('where is my order FH-104233 for Aurora today', random).split(' ')
    expect(slipped.slice(1, 3)).toEqual(['is', 'my'])
    expect(slipped.slice(4, 7)).toEqual(['FH-104233', 'for', 'Aurora'])
    expect(slipped[0]).toMatch(/^w.*e$/)
  }
  expect(withTypo('can i pay', random)).toBe('can i pay')
})
