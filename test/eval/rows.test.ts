import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readCacheRows, readGroupAnswers, sampled } from '../../infra/eval/rows.ts'

const dir = mkdtempSync(join(tmpdir(), 'turnstream-rows-'))
afterAll(() => rmSync(dir, { recursive: true }))

const written = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

test('rows come in the order of the file, without fields that nobody asked for', () => {
  const file = written('rows.ndjson', '{"text":"a","group":"g","tags":"B"}\n\n{"text":"b","group":"h","scene":"s"}\n')
  expect(readCacheRows(file)).toEqual([
    { text: 'a', group: 'g' },
    { text: 'b', group: 'h', scene: 's' },
  ])
})

test.each([
  ['{"text":"a","group":"g"}\nnonsense', /:2: not JSON/],
  ['{"text":"a"}', /:1: group: /],
  ['{"text":7,"group":"g"}', /:1: text: /],
  ['\n', /: holds no row/],
])('%j is refused with line and field', (text, complaint) => {
  expect(() => readCacheRows(written('bad.ndjson', text))).toThrow(complaint)
})

test('answers are lists of wordings; a file that is not there is named', () => {
  expect(readGroupAnswers(written('answers.json', '{"g":["A."]}'))).toEqual({ g: ['A.'] })
  expect(() => readGroupAnswers(written('bad.json', '{"g":[]}'))).toThrow(/bad\.json: g/)
  expect(() => readCacheRows(join(dir, 'none'))).toThrow(/none: cannot be read/)
})

test('a sample is the same for the same seed, and another for another', () => {
  const rows = Array.from({ length: 100 }, (_, index) => index)
  expect(sampled(rows)).toBe(rows)
  expect(sampled(rows, 10, 7)).toEqual(sampled(rows, 100, 7).slice(0, 10))
  expect(sampled(rows, 10, 7)).toHaveLength(10)
  expect(sampled(rows, 10, 8)).not.toEqual(sampled(rows, 10, 7))
  expect(sampled(rows, 10)).toEqual(sampled(rows, 10, 0))
  expect([...sampled(rows, 1_000, 7)].sort((a, b) => a - b)).toEqual(rows)
})
