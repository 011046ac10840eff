import { describe, expect, it } from 'vitest'
import { compressHistory, type Turn } from './history.ts'
import { digestOf, faultsOf, isOf, linesOf, questionAbout, type RecordedSummary, recorded } from './summary.ts'

const exchange = (user: string, assistant: string): Turn => [
  { role: 'user', content: user },
  { role: 'assistant', content: assistant },
]
const talk = [
  exchange('My order 4711 arrived, and one of the 3 lamps is broken.', 'I am sorry. Shall I send a new one?'),
  exchange('No, I do not want a replacement.', 'I promise a refund of £19.95 by Friday.'),
]
const said = talk.flat()
const whole = [
  { role: 'user', text: 'order 4711 arrived, one of the 3 lamps is broken.' },
  { role: 'user', text: 'No, I do not want a replacement.' },
  { role: 'assistant', text: 'I promise a refund of £19.95 by Friday.' },
]

describe('A summary that a model has made', () => {
  it('has no fault where all that must survive is there, under who said it', () =>
    expect(faultsOf(whole, said, [])).toEqual({ missing: [], invented: [] }))

  it.each([
    ['an order number', whole.with(0, { role: 'user', text: 'one of the 3 lamps is broken.' }), '4711', 'user'],
    ['a denial', whole.with(1, { role: 'user', text: 'A replacement.' }), 'not want a replacement', 'user'],
    [
      'a promise',
      whole.with(2, { role: 'assistant', text: 'a refund of £19.95 by Friday.' }),
      'promise a refund of',
      'assistant',
    ],
    ['a promise of somebody else', whole.with(2, { ...whole[2]!, role: 'user' }), 'promise a refund of', 'assistant'],
  ])('is told where %s is missing', (_title, lines, text, role) => {
    const { missing } = faultsOf(lines, said, [])
    expect(missing).toContainEqual(expect.objectContaining({ role, text }))
    expect(questionAbout(talk, missing)).toContain(`${role === 'user' ? 'Customer' : 'Assistant'}: "${text}" of "`)
  })

  it.each([
    ['a number', { role: 'assistant', text: 'It takes 14 days.' }, ['14']],
    ['a denial', { role: 'assistant', text: 'I cannot refund it.' }, ['cannot refund it']],
    [
      'what only the other has denied',
      { role: 'assistant', text: 'I do not want a replacement.' },
      ['not want a replacement'],
    ],
  ])('is told where it makes up %s', (_title, line, invented) =>
    expect(faultsOf([...whole, line], said, []).invented).toEqual(invented),
  )

  it('is read from lines of any make, and what stands before the first speaker is none of it', () =>
    expect(
      linesOf('Here is the summary:\n\n- **Customer:** order 4711\n  arrived\n* assistant : refund\nCUSTOMER: no'),
    ).toEqual([
      { role: 'user', text: 'order 4711 arrived' },
      { role: 'assistant', text: 'refund' },
      { role: 'user', text: 'no' },
    ]))
})

describe('A prompt that rests on a summary', () => {
  const summary: RecordedSummary = { id: 's', turns: 2, digest: digestOf(talk), lines: whole }
  const since = Array.from({ length: 6 }, (_, at) => exchange(`And parcel ${at + 1}?`, `Parcel ${at + 1} is in Leeds.`))
  const history = [...talk, ...since]
  const options = { afterTurns: 6, keepTurns: 2, attempts: 2, room: 10_000, products: [] }

  it('has what the model said of the turns that it covers, what is extracted of those since, and the last ones', () => {
    const { compression, messages, kept, required } = compressHistory(history, options, recorded(summary, history))
    expect(compression).toBe('model')
    expect(kept).toEqual(required)
    const [head, ...last] = messages
    expect(head!.content.split('\n').slice(1, 5)).toEqual([
      'Customer: order 4711 arrived, one of the 3 lamps is broken.',
      'Customer: No, I do not want a replacement.',
      'Assistant: I promise a refund of £19.95 by Friday.',
      'Assistant: Parcel 1 is in Leeds.',
    ])
    expect(last).toEqual(since.slice(-2).flat())
  })

  it('is extracted after all where the summary loses something', () => {
    const lossy = { ...summary, lines: whole.slice(1) }
    expect(compressHistory(history, options, recorded(lossy, history))).toMatchObject({
      compression: 'extractive',
      attempts: 2,
    })
  })

  it('takes no summary of other turns', () => {
    expect(isOf(summary, history)).toBe(true)
    expect(isOf(summary, history.slice(1))).toBe(false)
    expect(isOf(summary, history.slice(0, 1))).toBe(false)
    expect(isOf(summary, [talk[0]!, exchange('No, I do want one.', 'Fine.'), ...since])).toBe(false)
  })
})
