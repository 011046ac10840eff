import { expect, test } from 'vitest'
import type { Embedding } from '../../processors/ports/embedding.ts'
import { remembered } from './remembered.ts'

const counting = (entries: number) => {
  const asked: string[] = []
  const left: string[] = []
  const answer = async (text: string) => {
    await Promise.resolve()
    if (text === 'bad') throw new Error('bad')
    return { vector: Float32Array.of(1), tokens: text.length }
  }
  const ask = remembered(text => {
    asked.push(text)
    return { embedding: answer(text), leave: () => left.push(text) }
  }, entries)
  return { asked, left, ask, embed: (text: string) => ask(text).embedding }
}

test('a text is embedded once', async () => {
  const { asked, embed } = counting(10)
  expect(await embed('a')).toBe(await embed('a'))
  expect(asked).toEqual(['a'])
})

test('a text asked for twice at once is embedded once, also without a memory', async () => {
  const { asked, embed } = counting(0)
  await Promise.all([embed('a'), embed('a'), embed('b')])
  expect(asked).toEqual(['a', 'b'])
  await embed('a')
  expect(asked).toEqual(['a', 'b', 'a'])
})

test('the text used least recently is forgotten first', async () => {
  const { asked, embed } = counting(2)
  for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) await embed(text)
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
})

test('a failure is not remembered, and fails all who asked at once', async () => {
  const { asked, embed } = counting(10)
  const both = await Promise.allSettled([embed('bad'), embed('bad')])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(embed('bad')).rejects.toThrow('bad')
  expect(asked).toEqual(['bad', 'bad'])
})

test('a text is given up when the last who asked leaves, not before', async () => {
  const { left, ask } = counting(10)
  const [first, second] = [ask('a'), ask('a')]
  first.leave()
  expect(left).toEqual([])
  second.leave()
  expect(left).toEqual(['a'])
  await Promise.all([first.embedding, second.embedding])
})

test('who asks for a text that was given up has it asked for anew, and the end of the first does not hide that', async () => {
  const runs = [Promise.withResolvers<Embedding>(), Promise.withResolvers<Embedding>()]
  let asked = 0
  const ask = remembered(() => ({ embedding: runs[asked++]!.promise, leave() {} }), 0)
  const [first, second] = [
    { vector: Float32Array.of(1), tokens: 1 },
    { vector: Float32Array.of(2), tokens: 1 },
  ]

  const gone = ask('a')
  gone.leave()
  const again = ask('a')
  runs[0]!.resolve(first)
  expect(await gone.embedding).toBe(first)
  const joined = ask('a')
  runs[1]!.resolve(second)
  expect(await Promise.all([again.embedding, joined.embedding])).toEqual([second, second])
  expect(asked).toBe(2)
})
