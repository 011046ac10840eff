import { describe, expect, it } from 'vitest'
import type { EntryReviewed, EntryStored } from '../../schemas/types.ts'
import { entryIdOf, evictedOf, invalidatedOf, restoredOf, storedOf } from '../entry.fixtures.ts'
import type { DomainEvent } from '../event.ts'
import { at, eventOf, viewsOf } from '../fixtures.ts'
import { restore } from './restore.ts'

const stored = (id: string, options: Partial<EntryStored> = {}): DomainEvent => ({ ...storedOf('e', options), id })
const mark = (id: string): DomainEvent => ({ ...invalidatedOf('e', { review: true }), id })
const policy = (epoch: number): DomainEvent => invalidatedOf('e', { reason: 'policy', epoch })
const reviewed = (id: string, options: Partial<EntryReviewed> = {}): DomainEvent =>
  eventOf(
    'EntryReviewed',
    {
      entryId: entryIdOf('e'),
      reviewId: 'r',
      verdict: 'restore',
      answer: null,
      block: false,
      proposed: null,
      policyEpoch: 4,
      ...options,
    },
    { id, key: entryIdOf('e'), cause: id },
  )

/** Runs inputs through the decider as the runtime does; gives what it decided, and what it remembers. */
const run = (...inputs: readonly DomainEvent[]) => {
  let state = restore.initialState()
  const outputs: DomainEvent[] = []
  for (const input of inputs) {
    const made = restore.decide(state, input, null, viewsOf())
    for (const event of [input, ...made]) if (restore.journal.includes(event.type)) state = restore.evolve(state, event)
    outputs.push(...made)
  }
  return { outputs, state }
}
/** The restoration that these inputs lead to: what it names. */
const brought = (...inputs: readonly DomainEvent[]) =>
  run(...inputs).outputs.map(({ type, data }) => {
    const { stored: storedId, proposed, answer } = data as DomainEvent<'EntryRestored'>['data']
    return { type, stored: storedId, proposed, answer }
  })
const restoration = (storedId: string | null, proposed: string | null = null, answer: string | null = null) => [
  { type: 'EntryRestored', stored: storedId, proposed, answer },
]

describe('restore', () => {
  it('names what the mark has taken out, which is the newest', () => {
    expect(brought(stored('s1'), stored('s2'), mark('m'), reviewed('v'))).toEqual(restoration('s2'))
  })
  it('names it though another mark came, a policy changed or it would have been evicted since', () => {
    expect(brought(stored('s1'), mark('m'), mark('n'), policy(9), evictedOf('e'), reviewed('v'))).toEqual(
      restoration('s1'),
    )
  })
  it('names what was admitted at the moment of the mark, and kept out by it', () => {
    expect(brought(mark('m'), stored('s1'), reviewed('v'))).toEqual(restoration('s1'))
  })
  it('names what the marked turn proposed where nothing was ever stored', () => {
    expect(brought(mark('m'), reviewed('v', { proposed: 'p' }))).toEqual(restoration(null, 'p'))
  })
  it('does not bring back what a policy change had taken before the mark', () => {
    expect(brought(stored('s1', { policyEpoch: 2 }), policy(3), mark('m'), reviewed('v'))).toEqual(restoration(null))
  })
  it('does nothing where nobody keeps it out any more', () => {
    expect(brought(stored('s1'), reviewed('v'))).toEqual([])
    expect(brought(stored('s1'), mark('m'), reviewed('v'), reviewed('w'))).toEqual(restoration('s1'))
  })
})

describe('edit', () => {
  const edit = { verdict: 'edit', answer: 'Edited.' }
  it('replaces the answer of what was taken out, or of what is there', () => {
    expect(brought(stored('s1'), mark('m'), reviewed('v', edit))).toEqual(restoration('s1', null, 'Edited.'))
    expect(brought(stored('s1'), reviewed('v', edit))).toEqual(restoration('s1', null, 'Edited.'))
  })

  it('gives the question of an entry that a policy change had taken before the mark another answer', () => {
    expect(brought(stored('s1', { policyEpoch: 2 }), policy(3), mark('m'), reviewed('v', edit))).toEqual(
      restoration('s1', null, 'Edited.'),
    )
  })
})

describe('delete', () => {
  const kinds = (block: boolean, ...before: readonly DomainEvent[]) =>
    run(...before, reviewed('v', { verdict: 'delete', block })).outputs.map(({ type, data }) => [
      type,
      'review' in data ? data.review : null,
    ])
  it('lets go of what waits, unless it is to stay out for good', () => {
    expect(kinds(false, stored('s1'), mark('m'))).toEqual([['EntryRestored', null]])
    expect(kinds(true, stored('s1'), mark('m'))).toEqual([])
  })
  it('takes out what is there, for good where it is blocked', () => {
    expect(kinds(false, stored('s1'))).toEqual([['EntryInvalidated', false]])
    expect(kinds(true, stored('s1'))).toEqual([['EntryInvalidated', true]])
    expect(kinds(false)).toEqual([])
  })
})

describe('a mark that comes between a verdict and what it leads to', () => {
  it('takes the entry out once more when the restoration comes by, and it can be restored again', () => {
    const { outputs } = run(stored('s1'), mark('m'), reviewed('v'))
    const [restoration1] = outputs
    const again = run(
      stored('s1'),
      mark('m'),
      reviewed('v'),
      mark('n'),
      restoration1!,
      stored('s2', { storedAtMs: at + 1 }),
      reviewed('w'),
    ).outputs
    expect(again.map(({ type }) => type)).toEqual(['EntryRestored', 'EntryInvalidated', 'EntryRestored'])
    expect(again[1]!.data).toMatchObject({ reason: 'unhelpful', review: true })
    expect(again[2]!.data).toMatchObject({ stored: 's2' })
  })
  it('that comes behind it is a mark like any other', () => {
    const [restoration1] = run(stored('s1'), mark('m'), reviewed('v')).outputs
    expect(run(stored('s1'), mark('m'), reviewed('v'), restoration1!, mark('n')).outputs).toHaveLength(1)
  })
})

it('remembers nothing of an entry that is neither there nor out, and takes a restoration that others wrote', () => {
  expect(run(stored('s1'), evictedOf('e')).state).toBeNull()
  expect(run(mark('m'), restoredOf('e')).state).toBeNull()
  const [restoration1] = run(mark('m'), reviewed('v')).outputs
  expect(run(mark('m'), reviewed('v'), restoration1!).state).toBeNull()
})
