import { sqlTypes } from '../export/column.ts'
import { ledger } from '../export/ledger.ts'
import type { Table } from '../export/table.ts'
import { turns } from '../export/turns.ts'
import { code, generatedNotice, markdownTable, page } from './markdown.ts'

const columnsOf = (table: Table): string =>
  markdownTable(
    ['column', 'type', 'about'],
    table
      .columns(true)
      .map(({ name, kind, about, personal }) => [
        code(name),
        code(sqlTypes[kind]),
        personal ? `${about} Only with ${code('--texts')}.` : about,
      ]),
  )

/** The reference page of what `turnstream export` writes: each column, with the type that DuckDB sees in Parquet. */
export const exportPage = (): string =>
  page(
    generatedNotice('infra/export'),
    '# Columns of an export',
    `Every column may be null. Money is in USD, exact; times are UTC. In CSV money is a decimal, and the types ${code(sqlTypes.list)} and ${code(sqlTypes.verdicts)} are JSON.`,
    `## ${code('turnstream export turns')}`,
    `From ${code(turns.topic)}, and what the log still knows of the same turn.`,
    columnsOf(turns),
    `## ${code('turnstream export ledger')}`,
    `From ${code(ledger.topic)}.`,
    columnsOf(ledger),
  )
