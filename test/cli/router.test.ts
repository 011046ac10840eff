import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { idOf } from '../../processors/event.ts'
import { answeredOf, at as atMs, eventOf } from '../../processors/fixtures.ts'
import { initialViews } from '../../processors/views.ts'
import { toRecord } from '../../topics/wire.ts'
import { type Scratch, scratch, start, turnstream } from './turnstream.ts'

const router = (at: Scratch, ...args: readonly string[]) => turnstream(['router', ...args, '--data-dir', at.dir])

/** A turn that the small tier has answered, and what was said of it. */
const judged = (n: number, hard: boolean) => {
  const turnId = `t${n}`
  const features = {
    ...{ messageTokens: 20, promptTokens: 200, questions: 1, steps: 0, followUp: 0, historyTurns: 0, slots: 0 },
    ...{ structured: hard ? 1 : 0, intents: 0, reasoning: 0 },
  }
  const common = { turnId, tenant: 'default', scene: 'returns', tier: 'small', router: 'features' }
  const { versions } = initialViews
  return [
    eventOf(
      'TurnRouted',
      {
        ...{ ...common, conversationId: turnId, solo: true, promptId: `${turnId}.prompt`, score: 0.1, confidence: 1 },
        ...{ features, pools: ['small'], model: null, reason: 'score', propensity: 1, promptTokens: 200 },
        ...{ maxTokens: 200, flightKey: null, call: null, views: versions },
      },
      { id: idOf.route(turnId), timeMs: atMs + n },
    ),
    eventOf('TurnAnswered', answeredOf({ turnId }), { id: idOf.answered(turnId) }),
    eventOf(
      'RouteJudged',
      {
        ...{ ...common, verdict: hard ? 'weak' : 'fits', misrouted: hard },
        ...{ model: 'judge', propensity: 0.01, views: versions },
      },
      { id: `${turnId}.judge.judged`, key: 'small' },
    ),
  ]
}

const append = async (at: Scratch, from: number, to: number): Promise<void> => {
  const log = await openLmdbLog({ dir: `${at.dir}/log` })
  const events = Array.from({ length: to - from }, (_, n) => judged(from + n, (from + n) % 3 === 0)).flat()
  await log.append(events.map(event => toRecord(event, 4)))
  await log.close()
}

describe('router', { timeout: 120_000 }, () => {
  let at: Scratch
  beforeAll(async () => {
    at = scratch()
    await turnstream(['topics', 'apply', '--data-dir', at.dir])
  }, 60_000)
  afterAll(() => at.remove())

  it('exits with 3 where there is no log, and with 2 where nobody is named', async () => {
    const nowhere = scratch()
    const codes = await Promise.all(['retrain', 'proposals'].map(async name => (await router(nowhere, name)).code))
    nowhere.remove()
    expect(codes).toEqual([3, 3])
    const { code, stderr } = await router(at, 'accept', 'abc')
    expect([code, stderr]).toEqual([2, expect.stringContaining('--by')])
  })

  it('proposes nothing of a few judged turns, and says how many there are', async () => {
    expect(await router(at, 'proposals')).toMatchObject({
      code: 0,
      stdout: 'nothing was proposed; turns are routed by features\n',
    })
    await append(at, 0, 79)
    const { code, stdout, stderr } = await router(at, 'retrain')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('79 turns were judged, and it takes 80: route.drift.pool')
    expect(JSON.parse((await router(at, 'retrain', '--json')).stderr)).toMatchObject({
      error: { code: 'CHECK_FAILED', details: { judged: 79, least: 80 } },
    })
  })

  it('proposes beside a running server, which routes by it once somebody accepts', async () => {
    await append(at, 79, 120)
    const server = start(['serve', '--port', '0', '--data-dir', at.dir])
    try {
      await server.firstLine
      const { url } = JSON.parse(readFileSync(join(at.dir, 'server.json'), 'utf8')) as { url: string }
      const proposed = await router(at, 'retrain')
      expect(proposed.stderr).toBe('')
      expect(proposed.stdout).toContain('learned from 90 judged turns')
      const id = /router accept (\w+)/.exec(proposed.stdout)![1]!
      expect((await router(at, 'retrain')).stdout).toContain(`proposed before: ${id}`)
      const listed = async () => {
        const answer = await fetch(`${url}/v1/router/proposals`)
        return (await answer.json()) as { serving: string; proposals: readonly { proposal_id: string }[] }
      }
      expect(await listed()).toMatchObject({ serving: 'shipped', proposals: [{ proposal_id: id, state: 'open' }] })

      const unknown = await router(at, 'accept', 'abc', '--by', 'ann')
      expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('no router was proposed as abc')])
      const accepted = await router(at, 'accept', id, '--by', 'ann', '--reason', 'it is better')
      expect(accepted).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`turns are routed by features:${id}`),
      })
      expect(await listed()).toMatchObject({ serving: id, proposals: [{ decided: { by: 'ann' } }] })
      const late = await router(at, 'reject', id, '--by', 'bob', '--json')
      expect(late.code).toBe(1)
      expect(JSON.parse(late.stderr)).toMatchObject({ error: { code: 'CONFLICT', details: { serving: id } } })
      expect((await router(at, 'accept', 'shipped', '--by', 'ann')).stdout).toContain('turns are routed by features\n')
    } finally {
      server.child.kill('SIGTERM')
      await server.ended
    }
    const rows = (await router(at, 'proposals')).stdout
    for (const text of ['replaced', 'accept by ann', 'turns are routed by features']) expect(rows).toContain(text)
  })
})
