import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRows, refusedRows } from './rows.ts'

const line = (value: object): string => JSON.stringify(value)
const row = { question: 'How long may I keep it?', answer: '30 days.' }
const read = { ...row, scene: null, language: null, products: [] }

describe('an FAQ file', () => {
  it('has a row on each line, empty ones aside', () => {
    const full = { ...row, scene: 'returns', language: 'en', products: ['Lamp'] }
    expect(readRows(`${line(row)}\n\n${line(full)}\n`)).toEqual({
      rows: [
        { ...read, at: 'line 1' },
        { ...full, at: 'line 3' },
      ],
      problems: [],
    })
  })
  it('or is a JSON list', () => {
    expect(readRows(JSON.stringify([row, row], null, 2)).rows.map(({ at }) => at)).toEqual(['row 1', 'row 2'])
  })
  it('or one of the help centre, of which each way to ask is a row', () => {
    const { rows, problems } = readRows(
      readFileSync(join(import.meta.dirname, '../../data/help-centre/returns.json'), 'utf8'),
    )
    expect(problems).toEqual([])
    expect(rows.slice(0, 2)).toMatchObject([
      { at: 'articles[0]', question: 'How long do I have to return an item?', scene: 'returns' },
      { at: 'articles[0]', question: 'time limit for returns', scene: 'returns' },
    ])
  })
  it('has every fault told, with its line and field', () => {
    const text = [
      line({ question: 'How?' }),
      'not json',
      line({ ...row, language: 'english', answer: ' ' }),
      line({ ...row, tone: 'kind' }),
      line(row),
      '[1]',
    ].join('\n')
    expect(
      readRows(text)
        .problems.map(({ at, field, problem }) => `${at} ${field}: ${problem}`)
        .sort(),
    ).toEqual([
      'line 1 answer: must be a text',
      'line 2 : is not JSON; a line is one JSON object',
      'line 3 answer: must not be empty',
      'line 3 language: must be two lower-case letters, as in "en"',
      'line 4 tone: is unknown',
      'line 6 : must be a JSON object',
    ])
    expect(refusedRows(readRows(text).problems).message).toMatch(/^nothing was written: line 2: is not JSON/)
  })
  it.each([
    ['', 'has no rows'],
    ['[]', 'has no rows'],
    ['{"scene": "returns", "articles": 3}', 'must be a list of articles'],
  ])('that is %s is refused: %s', (text, problem) => {
    expect(readRows(text).problems).toMatchObject([{ at: 'the file', problem }])
  })
})
