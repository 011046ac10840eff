import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configurationOf, eventOf, viewsOf } from '../fixtures.ts'
import { initialViews } from '../views.ts'
import { isMisrouted, questionAbout, type Verdict, verdictIn } from './judgement.ts'
import { watchDrift } from './watch.ts'

describe('A judgement', () => {
  it.each<[string, Verdict]>([
    ['fits', 'fits'],
    [' Weak. ', 'weak'],
    ['"strong"', 'strong'],
    ['', 'unknown'],
    ['It fits.', 'unknown'],
    ['fits, or weak', 'unknown'],
  ])('of the reply %j is %s', (reply, verdict) => expect(verdictIn(reply)).toBe(verdict))

  it('blames no route where there is no tier to go to', () => {
    const misrouted = (['small', 'medium', 'large'] as const).flatMap(tier =>
      (['fits', 'weak', 'strong', 'unknown'] as const).flatMap(verdict =>
        isMisrouted(tier, verdict) ? [`${tier} ${verdict}`] : [],
      ),
    )
    expect(misrouted).toEqual(['small weak', 'medium weak', 'medium strong', 'large strong'])
  })

  it('is asked about the conversation and the answer, without what only the model was told', () => {
    const messages = [
      { role: 'system', content: 'Records looked up: secret' },
      { role: 'user', content: 'Is it in stock?' },
      { role: 'assistant', content: 'It is.' },
      { role: 'user', content: 'Why?' },
    ]
    expect(questionAbout(messages, 'small', 'Because.')).toBe(
      'Customer: Is it in stock?\nAssistant: It is.\nCustomer: Why?\n\nAnswered by class small:\nBecause.',
    )
    expect(questionAbout([{ role: 'user', content: 'x'.repeat(1e6) }], 'small', 'y'.repeat(1e6)).length).toBeLessThan(
      25_000,
    )
  })
})

describe('The watch on drift', () => {
  const views = viewsOf({ configuration: configurationOf({ route: { drift: { window: 50, alarm: 0.1 } } }) })
  const judged = (n: number, verdict: Verdict) =>
    eventOf(
      'RouteJudged',
      {
        ...{ turnId: `t${n}`, tenant: 'shop', scene: 'returns', tier: 'small', router: 'features', verdict },
        ...{ misrouted: isMisrouted('small', verdict), model: 'judge', propensity: 0.01, views: initialViews.versions },
      },
      { id: `t${n}.judged` },
    )
  /** What is measured after each of these verdicts. */
  const measured = (verdicts: readonly Verdict[]) => {
    let state = watchDrift.initialState()
    return verdicts.map((verdict, n) => {
      const input = judged(n, verdict)
      const outputs = watchDrift.decide(state, input, null, views)
      for (const event of [input, ...outputs]) state = watchDrift.evolve(state, event)
      const [output] = outputs
      if (output?.type !== 'DriftMeasured') return null
      const { judged: of, misrouted, alarm } = output.data
      return { of, misrouted, alarm }
    })
  }
  const times = (count: number, verdict: Verdict): Verdict[] => Array.from({ length: count }, () => verdict)

  it('raises no alarm on a few, however wrong', () => {
    expect(measured(times(39, 'weak')).at(-1)).toEqual({ of: 39, misrouted: 39, alarm: false })
    expect(measured(times(40, 'weak')).at(-1)).toEqual({ of: 40, misrouted: 40, alarm: true })
  })
  it('raises one above its bound, and clears it well below, over the last turns alone', () => {
    const found = measured([...times(45, 'fits'), ...times(6, 'weak'), ...times(60, 'fits')])
    expect(found.map(each => each?.alarm).indexOf(true)).toBe(50)
    expect(found[50]).toEqual({ of: 50, misrouted: 6, alarm: true })
    // 5 of 50 are at the bound, 4 of 50 at what clears it.
    expect(found.filter(each => each?.alarm).at(-1)).toEqual({ of: 50, misrouted: 5, alarm: true })
    expect(found.at(-1)).toEqual({ of: 50, misrouted: 0, alarm: false })
  })
  it('learns nothing from what was no verdict', () => {
    expect(measured([...times(3, 'unknown'), 'fits'])).toEqual([
      null,
      null,
      null,
      { of: 1, misrouted: 0, alarm: false },
    ])
  })
  it('counts what is there', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Verdict>('fits', 'weak', 'unknown'), { maxLength: 80 }), verdicts => {
        const known = verdicts.filter(verdict => verdict !== 'unknown').slice(-50)
        const last = measured(verdicts).findLast(each => each !== null)
        if (known.length > 0)
          expect(last).toMatchObject({
            of: known.length,
            misrouted: known.filter(verdict => verdict === 'weak').length,
          })
      }),
    )
  })
})
