import { zstdCompressSync } from 'node:zlib'
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import { version } from '../cli/version.ts'
import type { Cell, Column, Kind } from './column.ts'
import type { Sink, Target } from './sink.ts'

/** A row group ends after so many rows, or characters of text, whichever comes first: it is held in memory until then. */
const groupRows = 25_000
const groupCharacters = 16_000_000

const msPerDay = 86_400_000

const optional = { repetition_type: 'OPTIONAL' } as const
const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const

const list = (name: string, element: readonly SchemaElement[]): readonly SchemaElement[] => [
  { name, ...optional, converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ...element,
]

const schemaOf: Readonly<Record<Kind, (name: string) => readonly SchemaElement[]>> = {
  text: name => [{ name, ...optional, ...text }],
  count: name => [{ name, ...optional, type: 'INT64' }],
  number: name => [{ name, ...optional, type: 'DOUBLE' }],
  flag: name => [{ name, ...optional, type: 'BOOLEAN' }],
  usd: name => [
    {
      ...{ name, ...optional, type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 },
      ...{ converted_type: 'DECIMAL', precision: 38, scale: 12 },
    },
  ],
  time: name => [{ name, ...optional, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }],
  day: name => [{ name, ...optional, type: 'INT32', converted_type: 'DATE' }],
  list: name => list(name, [{ name: 'element', repetition_type: 'REQUIRED', ...text }]),
  verdicts: name =>
    list(name, [
      { name: 'element', repetition_type: 'REQUIRED', num_children: 2 },
      { name: 'guard', repetition_type: 'REQUIRED', ...text },
      { name: 'verdict', repetition_type: 'REQUIRED', ...text },
    ]),
}

/** What the writer takes for a cell; where nothing is said, the cell itself. */
const encoders: Partial<Readonly<Record<Kind, (cell: Cell) => unknown>>> = {
  count: cell => BigInt(cell as number),
  time: cell => BigInt(cell as number),
  day: cell => Date.parse(cell as string) / msPerDay,
}

/**
 * Writes Parquet, a row group at a time, in Zstandard. Instants are UTC: DuckDB has them as TIMESTAMP, whatever zone the session is in.
 */
export const parquetTo = (target: Target, columns: readonly Column[]): Sink => {
  const writer = new ByteWriter()
  const parquet = new ParquetWriter({
    ...{ writer, codec: 'ZSTD', compressors: { ZSTD: bytes => zstdCompressSync(bytes) } },
    schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(c => schemaOf[c.kind](c.name))],
    createdBy: `turnstream version ${version}`,
  })
  const encodes = columns.map(({ kind }) => encoders[kind])
  const emptyGroup = (): unknown[][] => columns.map(() => [])
  let group = emptyGroup()
  let characters = 0

  const flush = async (): Promise<void> => {
    await target.write(writer.getBytes())
    writer.index = 0
  }
  const endGroup = async (): Promise<void> => {
    const columnData = columns.map(({ name }, at) => ({ name, data: group[at]!, offsetIndex: false }))
    await parquet.write({ columnData, rowGroupSize: groupRows })
    group = emptyGroup()
    characters = 0
    await flush()
  }
  return {
    write: async rows => {
      for (const row of rows) {
        for (const [at, cell] of row.entries()) {
          if (typeof cell === 'string') characters += cell.length
          const encode = encodes[at]
          group[at]!.push(encode && cell !== null ? encode(cell) : cell)
        }
        if (group[0]!.length === groupRows || characters >= groupCharacters) await endGroup()
      }
    },
    end: async () => {
      if (group[0]!.length > 0) await endGroup()
      await parquet.finish()
      await flush()
    },
  }
}
