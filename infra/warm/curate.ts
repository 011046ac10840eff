import { hash } from 'node:crypto'
import type { DeciderConfiguration } from '../../processors/configuration.ts'
import { enrichmentOfRow, entriesOfRow } from '../../processors/curate/entries.ts'
import type { DomainEvent } from '../../processors/event.ts'
import { claimedBy } from '../../processors/policy.ts'
import { keywordsOf } from '../../processors/resolve/hit.ts'
import { unshareable } from '../../processors/resolve/judge.ts'
import type { Views } from '../../processors/views.ts'
import type { Enrichment, EntryProposed } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import type { Turnstream } from '../runtime/turnstream.ts'
import { type CuratedRow, type RowProblem, refusedRows } from './rows.ts'
import { newTaskId } from './task-id.ts'

/** What became of an FAQ file. */
export interface Curated {
  /** The task that says how far its rows have come; null where none is new. */
  readonly taskId: string | null
  readonly rows: number
  /** Rows that are on their way into the caches. */
  readonly written: number
  /** Rows whose answer the caches have already, in force. */
  readonly unchanged: number
  /** Rows that no lookup will find, with the reason. */
  readonly warnings: readonly RowProblem[]
}

type System = Pick<Turnstream, 'log' | 'views' | 'caches' | 'embedding' | 'partitions'>

/** Records handed to the log at once. */
const most = 500

interface Prepared {
  readonly row: CuratedRow
  readonly entries: readonly EntryProposed[]
}

/** Why lookups will not find a row, or not where its author may think. */
const warningsOf = (
  row: CuratedRow,
  { flags, language, embeddingModel }: Enrichment,
  configuration: DeciderConfiguration,
): readonly RowProblem[] => {
  const { at } = row
  const flag = flags.find(name => unshareable.includes(name))
  const flagged = `reads as ${flag}: such turns are not answered from a cache`
  const read = enrichmentOfRow({ ...row, language: null }, configuration, embeddingModel).language
  const elsewhere = `is ${language}, but the question reads as ${read}: it is found by questions that read as ${language}`
  return [
    ...(flag ? [{ at, field: 'question', problem: flagged }] : []),
    ...(read !== language ? [{ at, field: 'language', problem: elsewhere }] : []),
  ]
}

const prepare = (
  rows: readonly CuratedRow[],
  tenant: string,
  views: Views,
  embeddingModel: string,
): {
  readonly prepared: readonly Prepared[]
  readonly problems: readonly RowProblem[]
  readonly warnings: readonly RowProblem[]
} => {
  const { configuration, versions } = views
  const problems: RowProblem[] = []
  const warnings: RowProblem[] = []
  const places = new Map<string, string>()
  const prepared = rows.map((row): Prepared => {
    const { at } = row
    if (row.scene !== null && !configuration.scenes.includes(row.scene))
      problems.push({ at, field: 'scene', problem: `is unknown; known are ${configuration.scenes.join(', ')}` })
    const enrichment = enrichmentOfRow(row, configuration, embeddingModel)
    const entries = entriesOfRow({ ...row, tenant, policyEpoch: versions.policyEpoch }, enrichment, views)
    const { entryId } = entries[0]!
    const earlier = places.get(entryId)
    if (earlier !== undefined && earlier !== at)
      problems.push({ at, field: 'question', problem: `is that of ${earlier} already` })
    places.set(entryId, earlier ?? at)
    warnings.push(...warningsOf(row, enrichment, configuration))
    return { row, entries }
  })
  return { prepared, problems, warnings }
}

/** Whether the caches have this answer, in force. */
const has = async ({ caches, views }: System, wanted: EntryProposed, nowMs: number): Promise<boolean> => {
  const entry = await caches.reader.entry(wanted.entryId)
  if (entry?.answerHash !== wanted.answerHash || entry.origin !== wanted.origin || entry.expiresAtMs <= nowMs)
    return false
  if (entry.embeddingModel !== wanted.embeddingModel) return false
  const keywords = keywordsOf(entry.question, entry.answer)
  return claimedBy(views.current().policies, { ...entry, keywords }, nowMs) === null
}

/**
 * Puts the rows of an FAQ file on the log, whose answers the caches do not have yet: all of them, or none where a row is bad.
 * Durable when it resolves; the caches have them when the task is completed. Throws BAD_REQUEST with every row at fault.
 */
export const curate = async (
  system: System,
  rows: readonly CuratedRow[],
  tenant: string,
  nowMs: number,
): Promise<Curated> => {
  const { log, views, embedding, partitions } = system
  const current = views.current()
  const { prepared, problems, warnings } = prepare(rows, tenant, current, embedding.name)
  if (problems.length > 0) throw refusedRows(problems)

  const taskId = newTaskId(nowMs)
  const { policyEpoch } = current.versions
  const fresh: { readonly row: CuratedRow; readonly id: string }[] = []
  for (const { row, entries } of prepared) {
    const known = await Promise.all(entries.map(entry => has(system, entry, nowMs)))
    if (known.every(Boolean)) continue
    const content = entries.map(({ entryId, answerHash, embeddingModel }) => [entryId, answerHash, embeddingModel])
    const first = `curated.${hash('sha256', JSON.stringify([content, row.products, policyEpoch])).slice(0, 32)}`
    // What is on its way, or waits for a reviewer, is not written again; what has gone since is.
    const underWay = log.has(first) && entries.some((_, n) => !log.has(`${first}.${n}.proposed.stored`))
    if (!underWay) fresh.push({ row, id: log.has(first) ? `${first}.${nowMs.toString(36)}` : first })
  }
  const of = fresh.length
  const counts = { rows: rows.length, written: of, unchanged: rows.length - of, warnings }
  if (of === 0) return { taskId: null, ...counts }

  const from = { key: taskId, timeMs: nowMs, source: 'command', subject: taskId, cause: null }
  const submitted: DomainEvent<'TaskChanged'> = {
    ...from,
    id: `${taskId}.submitted`,
    type: 'TaskChanged',
    data: { taskId, tenant, kind: 'warming', state: 'submitted', done: 0, total: of, detail: null },
  }
  const events = fresh.map(({ row, id }, n): DomainEvent<'AnswerCurated'> => {
    const { scene, language, question, answer, products } = row
    const data = { taskId, tenant, number: n + 1, of, scene, language, question, answer, products, policyEpoch }
    return { ...from, id, type: 'AnswerCurated', data }
  })
  const records = [submitted, ...events].map(event => toRecord(event, partitions))
  for (let at = 0; at < records.length; at += most) await log.append(records.slice(at, at + most))
  return { taskId, ...counts }
}
