import { expect, it } from 'vitest'
import { analysed } from './analysis.ts'

it('the same words belong to whoever says them, at each place, under the products of each configuration', () => {
  const content = 'I want the aurora lamp. Not two.'
  const messages = [
    { role: 'user', content },
    { role: 'assistant', content },
  ]
  const said = analysed(messages, [])
  expect(said.map(({ message, role, text }) => [message, role, text])).toEqual([
    [0, 'user', 'I want the aurora lamp.'],
    [0, 'user', 'Not two.'],
    [1, 'assistant', 'I want the aurora lamp.'],
    [1, 'assistant', 'Not two.'],
  ])
  const kinds = (products: readonly string[]): readonly string[] =>
    analysed(messages, products)[0]!.spans.map(({ kind, key }) => `${kind} ${key}`)
  expect(kinds([])).not.toContain('detail aurora lamp')
  expect(kinds(['Aurora lamp'])).toContain('detail aurora lamp')
  expect(analysed(messages, [])).toEqual(said)
})
