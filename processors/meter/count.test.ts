import { expect, it } from 'vitest'
import type { DomainEvent } from '../event.ts'
import { answeredOf, at, eventOf } from '../fixtures.ts'
import { slotMs } from '../promote/uses.ts'
import { createTally } from './count.ts'

const answered = (turnId: string, entryId: string | null, timeMs = at): DomainEvent<'TurnAnswered'> =>
  eventOf('TurnAnswered', answeredOf({ turnId, entryId, source: entryId === null ? 'model' : 'cold' }), {
    id: `${turnId}.answered`,
    timeMs,
  })

const usesIn = (answers: readonly DomainEvent<'TurnAnswered'>[]): readonly DomainEvent<'EntryUsed'>[] => {
  const tally = createTally()
  for (const answer of answers) tally.add(answer)
  return tally.events()
}

it('hits are counted by entry, at the time of the last and named after it; misses are not', () => {
  expect(
    usesIn([
      answered('t1', 'e1'),
      answered('t2', 'e2', at + 1),
      answered('t3', 'e1', at + 2),
      answered('t4', null, at + 3),
      answered('t5', 'e1', at + 1),
    ]),
  ).toEqual([
    {
      id: 't3.answered.used',
      type: 'EntryUsed',
      key: 'e1',
      timeMs: at + 2,
      source: 'meter',
      subject: 'e1',
      cause: 't3.answered',
      data: { entryId: 'e1', hits: 3 },
    },
    expect.objectContaining({ key: 'e2', timeMs: at + 1, data: { entryId: 'e2', hits: 1 } }),
  ])
})

it('hits far apart are told of apart, so that those of last week do not count as of today', () => {
  const used = usesIn([answered('t1', 'e1'), answered('t2', 'e1', at + slotMs)])
  expect(used.map(({ timeMs, data }) => [timeMs - at, data.hits])).toEqual([
    [0, 1],
    [slotMs, 1],
  ])
})
