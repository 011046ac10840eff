import { type DomainEvent, idOf, isType } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import type { FeedbackGiven } from '../../schemas/types.ts'
import { decodedOrNull, pagesOf } from '../runtime/pages.ts'
import { answerHashOf } from './outcomes.ts'

/** What the log says of whether an answer was right for a turn. */
export interface Marks {
  /** Null where nobody has said so of this answer to this turn. */
  isRight(turnId: string, answer: string): boolean | null
  /** Whether somebody has said something of what this turn was told. */
  has(turnId: string): boolean
}

/** A rating up to this says that the answer did not help. */
const lowRating = 2

/** Whether a customer says that the answer helped; null where nothing is said of it. */
export const hasHelped = ({ helpful, rating }: FeedbackGiven): boolean | null =>
  helpful ?? (rating === null ? null : rating > lowRating)

const saidBy = (event: DomainEvent): { turnId: string; isRight: boolean } | null => {
  if (isType(event, 'HitChecked')) return { turnId: event.data.turnId, isRight: event.data.isRight }
  if (isType(event, 'VerdictGiven') && event.data.turnId !== null)
    return { turnId: event.data.turnId, isRight: event.data.verdict === 'restore' }
  if (!isType(event, 'FeedbackGiven')) return null
  const isRight = hasHelped(event.data)
  return isRight === null ? null : { turnId: event.data.turnId, isRight }
}

/** Reads what customers, reviewers and checks have said of answers; what was said last counts, of each turn. */
export const readMarks = async (
  log: Pick<EventLog, 'topics' | 'begin' | 'end' | 'read'>,
  facts: Pick<Facts, 'find'>,
): Promise<Marks> => {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === 'feedback.events') ?? {}
  const marks = new Map<string, { readonly answer: string; readonly isRight: boolean }>()
  for (let partition = 0; partition < partitions; partition++)
    for await (const records of pagesOf(log, { topic: 'feedback.events', partition }))
      for (const record of records) {
        const event = decodedOrNull(record)
        const said = event && saidBy(event)
        const answered = said && facts.find('TurnAnswered', idOf.answered(said.turnId))
        if (answered) marks.set(said.turnId, { answer: answerHashOf(answered.data.text), isRight: said.isRight })
      }
  return {
    has: turnId => marks.has(turnId),
    isRight: (turnId, answer) => {
      const mark = marks.get(turnId)
      return mark?.answer === answer ? mark.isRight : null
    },
  }
}
