import { usdText } from '../ledger/usd.ts'
import type { Cell, Column, Kind } from './column.ts'
import type { Sink, Target } from './sink.ts'

/**
 * How a spreadsheet tells a formula, full-width forms included; and one that was made harmless, so that it can be told from a text
 * that was written so. https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/

/** A text that no spreadsheet takes for a formula: in front of one an apostrophe is put. */
const harmless = (text: string): string => (formula.test(text) ? `'${text}` : text)

const needsQuotes = /[",\r\n]/

/** RFC 4180. An empty text is quoted: what is not there is empty too. */
const quoted = (text: string): string =>
  text === '' || needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text

const textOf: Readonly<Record<Kind, (cell: Cell) => string>> = {
  text: cell => quoted(harmless(cell as string)),
  count: String,
  number: String,
  flag: String,
  usd: cell => usdText(cell as bigint),
  time: cell => new Date(cell as number).toISOString(),
  day: cell => cell as string,
  list: cell => quoted(JSON.stringify(cell)),
  verdicts: cell => quoted(JSON.stringify(cell)),
}

/** Writes CSV in UTF-8 by RFC 4180, with a line of names; lists are JSON. */
export const csvTo = (target: Target, columns: readonly Column[]): Sink => {
  const texts = columns.map(({ kind }) => textOf[kind])
  const lineOf = (cells: readonly Cell[]): string =>
    `${cells.map((cell, at) => (cell === null ? '' : texts[at]!(cell))).join(',')}\r\n`
  let head = `${columns.map(({ name }) => name).join(',')}\r\n`
  return {
    write: async rows => {
      await target.write(Buffer.from(head + rows.map(lineOf).join('')))
      head = ''
    },
    end: async () => undefined,
  }
}
