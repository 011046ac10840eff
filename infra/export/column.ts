/** What one guard said of one candidate. */
export interface Verdict {
  readonly guard: string
  readonly verdict: string
}

/** What a cell is, by what its column holds. */
interface CellOf {
  readonly text: string
  readonly count: number
  readonly number: number
  readonly flag: boolean
  /** 1e-12 USD. */
  readonly usd: bigint
  /** Ms since 1970. */
  readonly time: number
  /** UTC, ISO 8601. */
  readonly day: string
  readonly list: readonly string[]
  readonly verdicts: readonly Verdict[]
}

export type Kind = keyof CellOf

export type Cell = CellOf[Kind] | null

/** The types that a reader of the Parquet file sees, in DuckDB's words. */
export const sqlTypes: Readonly<Record<Kind, string>> = {
  text: 'VARCHAR',
  count: 'BIGINT',
  number: 'DOUBLE',
  flag: 'BOOLEAN',
  usd: 'DECIMAL(38,12)',
  time: 'TIMESTAMP',
  day: 'DATE',
  list: 'VARCHAR[]',
  verdicts: 'STRUCT(guard VARCHAR, verdict VARCHAR)[]',
}

export interface Column {
  readonly name: string
  readonly kind: Kind
  readonly about: string
  /** There only where texts are asked for. */
  readonly personal: boolean
}

/** A column, and where its cells come from. */
export interface ColumnOf<Row> extends Column {
  readonly of: (row: Row) => Cell
}

/** What rows are made from: the document of the same event that analysts find in Elasticsearch. */
export interface Documented {
  readonly document: object
}

/** tokens.prompt is tokens_prompt, latencyMs is latency_ms. */
const columnName = (path: string): string =>
  path.replaceAll('.', '_').replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** The last instant that a date can be, ms since 1970; whoever produces turns may name a later one. */
const lastMs = 8.64e15

const timeOrNull = (cell: Cell): Cell =>
  typeof cell === 'number' && Math.abs(cell) <= lastMs ? Math.round(cell) : null

/** Makes the columns of a table whose rows are of one type. */
export const columnsOf = <Row extends Documented>() => {
  const column = <K extends Kind>(
    name: string,
    kind: K,
    about: string,
    of: (row: Row) => CellOf[K] | null,
  ): ColumnOf<Row> => ({ name, kind, about, personal: false, of: kind === 'time' ? row => timeOrNull(of(row)) : of })

  /** A field of the document, under the same name in snake case; null where the document does not have it. */
  const field = (path: string, kind: Exclude<Kind, 'usd'>, about: string): ColumnOf<Row> => {
    const [first, second] = path.split('.') as [string, string?]
    const of = ({ document }: Row): CellOf[typeof kind] | null => {
      const value = (document as Record<string, unknown>)[first]
      const found = second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second]
      return (found as CellOf[typeof kind] | undefined) ?? null
    }
    return column(columnName(path), kind, about, of)
  }

  const personal = (of: ColumnOf<Row>): ColumnOf<Row> => ({ ...of, personal: true })

  return { column, field, personal }
}
