import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { cut } from '../../processors/documents/cut.ts'
import { documentIds, type IngestionDetail } from '../../processors/documents/ingest.ts'
import { documentKeyOf } from '../../processors/documents/key.ts'
import { turnstreamError } from '../../processors/errors.ts'
import { type DomainEvent, isType } from '../../processors/event.ts'
import type { DocumentSubmitted, TaskChanged } from '../../schemas/types.ts'
import { fromRecord, toRecord } from '../../topics/wire.ts'
import type { Turnstream } from '../runtime/turnstream.ts'

/** A document as it is handed in; without a text it is taken out. */
export interface GivenDocument {
  readonly id: string
  readonly title: string
  readonly scene: string
  readonly text: string | null
}

export interface Submitted {
  readonly taskId: string
  readonly documents: number
}

type System = Pick<Turnstream, 'log' | 'partitions' | 'policyInForce' | 'views'>

/** Most parts of a document, so that what was cut of it fits into one record. */
const mostPassages = 300

/** Why a document is not taken, null where it is. */
const problemOf = ({ title, text }: GivenDocument): string | null => {
  if (text === null) return null
  const passages = cut(title, text).length
  if (passages === 0) return 'has no words but headings'
  return passages > mostPassages ? `falls into ${passages} parts; at most ${mostPassages}: split it` : null
}

/**
 * Puts documents on the log, all or none. Durable when it resolves; the task says how far they have come. Throws BAD_REQUEST that names
 * every document at fault.
 */
export const submitDocuments = async (
  { log, partitions }: Pick<System, 'log' | 'partitions'>,
  documents: readonly GivenDocument[],
  { tenant, by }: Pick<DocumentSubmitted, 'tenant' | 'by'>,
  nowMs: number,
): Promise<Submitted> => {
  const ids = new Set<string>()
  const fields = documents.flatMap((document, n) => {
    const twice = ids.has(document.id) ? 'comes twice' : null
    ids.add(document.id)
    const problem = twice ?? problemOf(document)
    return problem === null ? [] : [{ field: `documents[${n}]`, problem: `${document.id} ${problem}` }]
  })
  if (fields.length > 0)
    throw turnstreamError('BAD_REQUEST', `nothing was taken: ${fields.map(({ problem }) => problem).join('; ')}`, {
      details: { fields },
    })
  const taskId = `ingest.${nowMs.toString(36)}.${randomBytes(4).toString('hex')}`
  const of = documents.length
  const from = { timeMs: nowMs, source: 'documents', subject: taskId, cause: null }
  const task: DomainEvent<'TaskChanged'> = {
    ...{ ...from, id: `${taskId}.submitted`, type: 'TaskChanged', key: taskId },
    data: { taskId, tenant, kind: 'ingestion', state: 'submitted', done: 0, total: of, detail: null },
  }
  const submitted = documents.map(
    ({ id: documentId, title, scene, text }, n): DomainEvent<'DocumentSubmitted'> => ({
      ...{ ...from, id: documentIds.submitted(taskId, n + 1), type: 'DocumentSubmitted' },
      key: documentKeyOf({ tenant, documentId }),
      data: { taskId, tenant, number: n + 1, of, documentId, title, scene, text, by },
    }),
  )
  await log.append([task, ...submitted].map(event => toRecord(event, partitions)))
  return { taskId, documents: of }
}

/** How long a change that is on the log may take to be read here, ms. */
const readMs = 10_000

/** The epoch of a policy change that is on the log: another topic may have told of it before that topic was read. Throws UNAVAILABLE. */
const epochOf = async (change: string, { views }: Pick<System, 'views'>): Promise<number> => {
  const deadline = performance.now() + readMs
  for (;;) {
    const found = views.current().policies.find(({ eventId }) => eventId === change)
    if (found) return found.epoch
    if (performance.now() > deadline)
      throw turnstreamError('UNAVAILABLE', `the document has changed, but ${change} was not read yet: ask again`)
    await delay(10)
  }
}

/** The policy change that a document of a task has made; null where it made none. */
const changeOf = (log: System['log'], task: TaskChanged, number: number): string | null => {
  const record = log.find(documentIds.done(documentIds.submitted(task.taskId, number)))
  const event = record && fromRecord(record)
  const detail = event && isType(event, 'TaskChanged') ? event.data.detail : null
  return detail === null ? null : (JSON.parse(detail) as IngestionDetail).change
}

/**
 * How a task stands, ended only once nobody is served what rests on a document that it has changed. Rejects as `policyInForce` where that
 * cannot be said.
 */
export const standingOf = async (system: System, task: TaskChanged): Promise<TaskChanged> => {
  if (task.kind !== 'ingestion' || task.state !== 'completed') return task
  for (let number = task.total ?? 0; number > 0; number--) {
    const change = changeOf(system.log, task, number)
    if (change === null) continue
    // The last one of the task is the newest: what is in force at its epoch is at all before.
    await system.policyInForce(await epochOf(change, system))
    break
  }
  return task
}
