import { describe, expect, it } from 'vitest'
import type { Cell, Column, Kind } from './column.ts'
import { sqlTypes } from './column.ts'
import { query, scratch, typesIn } from './export.fixtures.ts'
import { parquetTo } from './parquet.ts'
import { openPartFile } from './part-file.ts'

const kinds = Object.keys(sqlTypes) as Kind[]

const columns: readonly Column[] = kinds.map(kind => ({ name: kind, kind, about: '', personal: false }))

const cells: Readonly<Record<Kind, readonly Cell[]>> = {
  text: ['', '=1+1, "x"\r\n', '日本語 🎉', 'NULL', 'nul \u0000 in it'],
  count: [0, -1, Number.MAX_SAFE_INTEGER, 1, 2],
  number: [0.1, -0.25, 1e300, 5, 0],
  flag: [true, false, true, false, true],
  usd: [1n, -1n, 10n ** 37n, -(10n ** 37n), 0n],
  time: [0, 1_700_000_000_123, -1, 1, 2],
  day: ['1970-01-01', '2026-11-23', '1969-12-31', '2024-02-29', '2000-01-01'],
  list: [[], ['a'], ['a', ''], ['日本'], ['"', ',']],
  verdicts: [[], [{ guard: 'slots', verdict: 'pass' }], [], [{ guard: 'a', verdict: 'refuse' }], []],
}

const write = async (file: string, rows: readonly (readonly Cell[])[]): Promise<void> => {
  const part = await openPartFile(file, false)
  const sink = parquetTo(part, columns)
  await sink.write(rows)
  await sink.end()
  await part.keep()
}

describe('Parquet', () => {
  it('has every kind of cell and null as DuckDB reads it, of the type that is told', async () => {
    using place = scratch()
    const file = place.file('a.parquet')
    await write(file, [...[0, 1, 2, 3, 4].map(row => kinds.map(kind => cells[kind][row]!)), kinds.map(() => null)])
    expect(await typesIn(file)).toEqual(kinds.map(kind => ({ name: kind, type: sqlTypes[kind] })))
    const read = (await query(`from '${file}'`)) as readonly Record<Kind, unknown>[]
    expect(read.map(({ text }) => text)).toEqual([...cells.text, null])
    expect(read.map(({ count }) => count)).toEqual([...cells.count.map(String), null])
    expect(read.map(({ number }) => number)).toEqual([...cells.number, null])
    expect(read.map(({ flag }) => flag)).toEqual([...cells.flag, null])
    const most = `1${'0'.repeat(25)}.${'0'.repeat(12)}`
    const least = '0.000000000001'
    expect(read.map(({ usd }) => usd)).toEqual([least, `-${least}`, most, `-${most}`, '0.000000000000', null])
    expect(read.map(({ time }) => time)).toEqual([
      '1970-01-01 00:00:00',
      '2023-11-14 22:13:20.123',
      '1969-12-31 23:59:59.999',
      '1970-01-01 00:00:00.001',
      '1970-01-01 00:00:00.002',
      null,
    ])
    expect(read.map(({ day }) => day)).toEqual([...cells.day, null])
    expect(read.map(({ list }) => list)).toEqual([...cells.list, null])
    expect(read.map(({ verdicts }) => verdicts)).toEqual([...cells.verdicts, null])
  })

  it('is written by row groups, so that memory holds one of them', async () => {
    using place = scratch()
    const file = place.file('a.parquet')
    const few = columns.filter(({ kind }) => kind === 'count' || kind === 'text')
    const part = await openPartFile(file, false)
    const sink = parquetTo(part, few)
    await sink.write(Array.from({ length: 60_000 }, (_, n) => [`text ${n % 7}`, n]))
    expect(part.bytes(), 'before the end').toBeGreaterThan(0)
    const long = 'x'.repeat(1_000_000)
    await sink.write(Array.from({ length: 20 }, () => [long, 0]))
    await sink.end()
    await part.keep()
    const groups = await query(
      `select distinct row_group_id as id, row_group_num_rows as rows from parquet_metadata('${file}') order by id`,
    )
    expect(groups.map(({ rows }) => Number(rows))).toEqual([25_000, 25_000, 10_016, 4])
    expect(await query(`select count(*) as n, sum("count")::bigint as sum from '${file}'`)).toEqual([
      { n: '60020', sum: `${(60_000 * 59_999) / 2}` },
    ])
  })
})
