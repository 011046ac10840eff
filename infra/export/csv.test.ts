import { describe, expect, it } from 'vitest'
import type { Cell, Column, Kind } from './column.ts'
import { csvTo } from './csv.ts'
import { query, scratch } from './export.fixtures.ts'
import { openPartFile } from './part-file.ts'

const columnOf = (name: string, kind: Kind): Column => ({ name, kind, about: '', personal: false })

const csvOf = async (columns: readonly Column[], rows: readonly (readonly Cell[])[]): Promise<string> => {
  const written: Uint8Array[] = []
  const sink = csvTo({ write: async bytes => void written.push(Buffer.from(bytes)) }, columns)
  await sink.write(rows)
  await sink.end()
  return Buffer.concat(written).toString()
}

const textCell = async (text: string): Promise<string> => (await csvOf([columnOf('t', 'text')], [[text]])).slice(3, -2)

const hard = [
  'plain',
  'a "quoted" word, and a comma',
  'two\r\nlines\nand a third\rone',
  'ünïcödé 日本語 🎉 \u202e',
  '',
  'NULL',
  ' spaces ',
  '\\',
]

describe('CSV', () => {
  it('has names first, CR LF at the end of each line, nothing for null and "" for an empty text', async () => {
    const columns = [columnOf('a', 'text'), columnOf('b', 'count'), columnOf('c', 'flag')]
    const rows = [
      ['', -1, true],
      [null, null, null],
    ]
    expect(await csvOf(columns, rows)).toBe('a,b,c\r\n"",-1,true\r\n,,\r\n')
  })

  it('writes money exactly, times as ISO 8601 in UTC, and lists as JSON', async () => {
    const columns = [columnOf('m', 'usd'), columnOf('t', 'time'), columnOf('d', 'day'), columnOf('l', 'list')]
    const rows = [[-9_007_199_254_740_993n, 1_700_000_000_123, '2026-01-01', ['a,b', '"']]]
    expect((await csvOf(columns, rows)).split('\r\n')[1]).toBe(
      String.raw`-9007.199254740993,2023-11-14T22:13:20.123Z,2026-01-01,"[""a,b"",""\""""]"`,
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', "'=1", "''-1"])(
    'puts an apostrophe in front of %j, which a spreadsheet would run, or which looks as if it had one',
    async text => {
      expect(await textCell(text)).toMatch(/^"?'/)
      expect((await textCell(text)).replaceAll(/^"|"$/g, '')).toBe(`'${text}`)
    },
  )

  it.each(["it's", "'quoted'", '1-1', 'a=b'])('leaves %j as it is', async text => {
    expect(await textCell(text)).toBe(text)
  })

  it('is read back by DuckDB as it was', async () => {
    using place = scratch()
    const part = await openPartFile(place.file('a.csv'), false)
    const texts = [...hard, '=1+1', "'=1", "'-"]
    const sink = csvTo(part, [columnOf('n', 'count'), columnOf('t', 'text')])
    await sink.write([...texts, null].map((text, n) => [n, text]))
    await part.keep()
    const rows = await query(`
      select regexp_replace(t, '^''(''*[=+\\-@\\t\\r\\n＝＋－＠])', '\\1') as t
      from read_csv('${part.path}', header = true, columns = {n: 'BIGINT', t: 'VARCHAR'}, allow_quoted_nulls = false)
      order by n`)
    expect(rows.map(({ t }) => t)).toEqual([...texts, null])
  })
})
