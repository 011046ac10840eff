import { type DomainEvent, isType } from '../../processors/event.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import type { EventData, EventType, TopicName } from '../../schemas/types.ts'
import type { Cell, Column, ColumnOf } from './column.ts'

/** The types of events that have a row each. */
export type Exported = 'TurnAnswered' | 'LedgerLine'

export type FoundIn = Pick<EventIndex, 'find'>

/** A table that can be exported: a row for each event of a type. */
export interface Table {
  readonly topic: TopicName
  readonly type: Exported
  /** What a row is of, in a word. */
  readonly row: string
  /** In the order of the file; with `texts` those that hold personal text as well. */
  columns(texts: boolean): readonly Column[]
  /** Makes the cells of an event's row, in the order of the columns; null for an event that has none. */
  cells(log: FoundIn, texts: boolean): (event: DomainEvent) => readonly Cell[] | null
}

/** A table of these columns. `rowOf` finds what else the log knows of the event. */
export const tableOf = <T extends Exported, Row>(
  about: { readonly topic: TopicName; readonly type: T & EventType; readonly row: string },
  columns: readonly ColumnOf<Row>[],
  rowOf: (data: EventData[T], timeMs: number, log: FoundIn, texts: boolean) => Row,
): Table => {
  const shown = (texts: boolean) => columns.filter(({ personal }) => texts || !personal)
  return {
    ...about,
    columns: shown,
    cells: (log, texts) => {
      const among = shown(texts)
      return event => {
        if (!isType(event, about.type)) return null
        const row = rowOf(event.data as EventData[T], event.timeMs, log, texts)
        return among.map(({ of }) => of(row))
      }
    },
  }
}
