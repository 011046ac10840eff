import type { estypes } from '@elastic/elasticsearch'
import { describe, expect, it } from 'vitest'
import { eventOf } from '../../processors/fixtures.ts'
import { ledgerMappings, turnMappings } from '../elasticsearch/analytics-documents.ts'
import { lineOf } from '../ledger/ledger.fixtures.ts'
import { type Kind, sqlTypes } from './column.ts'
import { logOf } from './export.fixtures.ts'
import { ledger } from './ledger.ts'
import { turns } from './turns.ts'

type Properties = Readonly<Record<string, estypes.MappingProperty>>

/** tokens.prompt and the like, with the type that Elasticsearch has it in. */
const leavesOf = (properties: Properties, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(properties).flatMap(([name, property]) =>
    'properties' in property && property.properties && name !== 'guards'
      ? leavesOf(property.properties, `${path}${name}.`)
      : [[`${path}${name}`, property.type ?? 'object'] as const],
  )

const snake = (path: string): string => path.replaceAll('.', '_').replaceAll(/[A-Z]/g, x => `_${x.toLowerCase()}`)

const sameType: Readonly<Record<string, readonly Kind[]>> = {
  keyword: ['text', 'list'],
  text: ['text'],
  long: ['count'],
  double: ['number', 'usd'],
  boolean: ['flag'],
  date: ['time', 'day'],
  object: ['verdicts'],
}

describe.each([
  ['turns', turns, turnMappings],
  ['ledger', ledger, ledgerMappings],
])('%s', (_name, table, mappings) => {
  const columns = new Map(table.columns(true).map(column => [column.name, column]))

  it('has every field of the documents in Elasticsearch, under the same name and of the same type', () => {
    for (const [path, type] of leavesOf(mappings.properties!)) {
      // Of money there is one column, which is exact.
      if (path.endsWith('PicoUsd')) continue
      const column = columns.get(path === '@timestamp' ? 'answered_at' : snake(path))
      expect(sameType[type], path).toContain(column?.kind)
    }
  })

  it('has no name twice, and none that a query must quote', () => {
    expect(columns.size).toBe(table.columns(true).length)
    const reserved = ['at', 'end', 'from', 'group', 'order', 'select', 'to', 'user', 'when']
    for (const name of columns.keys()) {
      expect(name).toMatch(/^[a-z][a-z_]*$/)
      expect(reserved).not.toContain(name)
    }
  })

  it('says of each column what it is', () => {
    for (const { about, kind } of columns.values()) {
      expect(about).toMatch(/[.…]$/)
      expect(sqlTypes[kind]).toBeTruthy()
    }
  })
})

describe('turns without texts', () => {
  it('leave out the columns that hold some', () => {
    const names = turns.columns(false).map(({ name }) => name)
    expect(turns.columns(true).map(({ name }) => name)).toEqual([...names, 'question', 'answer'])
  })
})

describe('times that no date can be', () => {
  it('are null: whoever produces turns may say what they like', () => {
    const cells = ledger.cells(logOf([]), false)
    const at = (atMs: number) => cells(eventOf('LedgerLine', lineOf({ atMs })))![0]
    expect([at(8.64e15), at(8.64e15 + 2), at(1.5)]).toEqual([8.64e15, null, 2])
  })
})
