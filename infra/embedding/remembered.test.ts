import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

const counting = (entries: number) => {
  const asked: string[] = []
  const embed = remembered(async text => {
    asked.push(text)
    await Promise.resolve()
    if (text === 'bad') throw new Error('bad')
    return { vector: Float32Array.of(1), tokens: text.length }
  }, entries)
  return { asked, embed }
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
