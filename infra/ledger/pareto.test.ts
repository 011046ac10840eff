import { expect, it } from 'vitest'
import { resolutionOf } from '../../processors/fixtures.ts'
import type { StoredRecord } from '../../processors/ports/log.ts'
import { lineOf, recordOf } from './ledger.fixtures.ts'
import { createPareto } from './pareto.ts'

interface Turn {
  readonly message: string
  /** Of its exact key and of the entry that it would be learned as. */
  readonly question: string
  /** The question whose entry served it; null for a miss. */
  readonly served?: string
  /** Pico-USD. */
  readonly spent: number
}

/** What the log and the ledger have of these turns. */
const paretoOf = (turns: readonly Turn[], limit = 100) => {
  const records = new Map<string, StoredRecord>()
  const put = (record: StoredRecord): void => void records.set(record.headers.ce_id!, record)
  for (const [at, { message, question, served }] of turns.entries()) {
    const exactKey = `exact_cache:general:${question}`
    const entryId = served === undefined ? null : `semantic_cache:general:${served}`
    const turnId = `t${at}`
    put(recordOf('TurnAnswered', { turnId, message, entryId }, `${turnId}.answered`))
    put(recordOf('TurnResolved', { turnId, resolution: resolutionOf({ exactKey, entryId }) }, `${turnId}.resolved`))
  }
  const pareto = createPareto({ find: id => records.get(id) ?? null })
  for (const [at, { served, spent }] of turns.entries())
    pareto.add(lineOf({ turnId: `t${at}`, source: served === undefined ? 'model' : 'cold', costPicoUsd: spent }))
  return { pareto, result: () => pareto.result(limit) }
}

it('groups a miss with the hits on the entry that was learned from it, under the first wording', () => {
  const { result } = paretoOf([
    { message: 'How do I return it?', question: 'a', spent: 10 },
    { message: 'how to return it', question: 'b', served: 'a', spent: 0 },
    { message: 'How do I return it?', question: 'a', spent: 10 },
  ])
  expect(result().rows).toMatchObject([
    { entryId: 'semantic_cache:general:a', example: 'How do I return it?', turns: 3, hits: 1, share: 1, cumulative: 1 },
  ])
})

it('names the questions that account for 80 % of what was spent, the dearest first, and no more', () => {
  const { result } = paretoOf([
    { message: 'a', question: 'a', spent: 10 },
    { message: 'b', question: 'b', spent: 50 },
    { message: 'c', question: 'c', spent: 10 },
    { message: 'd', question: 'd', spent: 30 },
  ])
  const { clusters, driving, rows } = result()
  expect([clusters, driving]).toEqual([4, 2])
  expect(rows.map(({ example, share, cumulative }) => [example, share, cumulative])).toEqual([
    ['b', 0.5, 0.5],
    ['d', 0.3, 0.8],
  ])
})

it('shows no more than asked for, and still counts the others', () => {
  const turns = Array.from({ length: 10 }, (_, i) => ({ message: `${i}`, question: `${i}`, spent: 1 }))
  const { driving, rows } = paretoOf(turns, 3).result()
  expect([driving, rows.length]).toEqual([8, 3])
})

it('drives nothing where nothing was spent', () => {
  expect(paretoOf([{ message: 'a', question: 'a', spent: 0 }]).result()).toMatchObject({
    clusters: 1,
    driving: 0,
    rows: [],
  })
})

it('says what was spent on turns whose question the log no longer has', () => {
  const { pareto, result } = paretoOf([])
  pareto.add(lineOf({ turnId: 'gone', costPicoUsd: 1_000_000_000_000 }))
  expect(result()).toMatchObject({ driving: 0, unknown: { turns: 1, spent: '1' } })
})
