import type { DomainEvent } from '../../processors/event.ts'
import { isSpecific } from '../../processors/learn/propose.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { purposeOf } from '../../processors/purpose.ts'
import { unshareable } from '../../processors/resolve/judge.ts'
import { partsOf, taskIds } from '../../processors/warm/plan.ts'
import { toRecord } from '../../topics/wire.ts'
import { decodedOrNull, pagesOf } from '../runtime/pages.ts'
import type { Turnstream } from '../runtime/turnstream.ts'
import { newTaskId } from './task-id.ts'

/** What the log is asked anew. */
export interface AskedAgain {
  readonly taskId: string
  readonly questions: number
}

interface Frequent {
  readonly turnId: string
  readonly times: number
  readonly lastMs: number
}

/** Questions whose answer may be shared although nobody is known to have asked: whole ones, without details of somebody's own. */
const isForAll = ({ data: { enrichment, turnId } }: DomainEvent<'TurnEnriched'>): boolean =>
  enrichment.standsAlone &&
  purposeOf(turnId) === 'answer' &&
  !enrichment.flags.some(flag => unshareable.includes(flag)) &&
  !isSpecific(enrichment.slots)

/** The turns of the log that `isForAll` takes; what does not decode lies in dead.letters. */
async function* turnsForAll(log: Pick<EventLog, 'begin' | 'end' | 'read'>, partitions: number) {
  for (let partition = 0; partition < partitions; partition++)
    for await (const records of pagesOf(log, { topic: 'chat.enriched', partition }))
      for (const record of records) {
        const event = decodedOrNull(record)
        if (event?.type === 'TurnEnriched' && isForAll(event)) yield event
      }
}

/** The last turn that asked each of the `top` most frequent questions that stand alone, most frequent first. */
export const frequentTurns = async (
  log: Pick<EventLog, 'begin' | 'end' | 'read'>,
  partitions: number,
  top: number,
): Promise<readonly string[]> => {
  const questions = new Map<string, Frequent>()
  for await (const { timeMs, data } of turnsForAll(log, partitions)) {
    const { tenant, turnId, enrichment } = data
    const key = JSON.stringify([tenant, enrichment.scene, enrichment.language, enrichment.textHash])
    const known = questions.get(key) ?? { turnId, times: 0, lastMs: timeMs }
    const last = timeMs >= known.lastMs ? { turnId, lastMs: timeMs } : known
    questions.set(key, { turnId: last.turnId, times: known.times + 1, lastMs: last.lastMs })
  }
  return [...questions.values()]
    .sort((a, b) => b.times - a.times || b.lastMs - a.lastMs || (a.turnId < b.turnId ? -1 : 1))
    .slice(0, top)
    .map(({ turnId }) => turnId)
}

/**
 * Has the most frequent questions of the log asked again, by turns of their own: what the caches have costs nothing, the rest is answered and
 * learned. Durable when it resolves; the task says how far it has come.
 */
export const askAgain = async (
  { log, views, partitions }: Pick<Turnstream, 'log' | 'views' | 'partitions'>,
  top: number,
  nowMs: number,
): Promise<AskedAgain> => {
  const turns = await frequentTurns(log, partitions, top)
  const taskId = newTaskId(nowMs)
  const task = { taskId, tenant: null, kind: 'warming', epoch: null }
  const events = partsOf(task, turns, nowMs, views.current()).map(
    (data): DomainEvent<'QuestionsPlanned'> => ({
      id: taskIds.planned(taskId, data.part),
      type: 'QuestionsPlanned',
      key: taskId,
      timeMs: nowMs,
      source: 'command',
      subject: taskId,
      cause: null,
      data,
    }),
  )
  await log.append(events.map(event => toRecord(event, partitions)))
  return { taskId, questions: turns.length }
}
