import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExperimentResult, ShownExperiment } from '../../infra/experiments/shape.ts'
import { type Scratch, scratch, turnstream } from './turnstream.ts'

describe('experiment', { timeout: 120_000 }, () => {
  let at: Scratch
  beforeAll(async () => {
    at = scratch()
    await turnstream(['topics', 'apply', '--data-dir', at.dir])
  }, 60_000)
  afterAll(() => at.remove())

  const run = (...args: readonly string[]) => turnstream(['experiment', ...args, '--data-dir', at.dir])
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const { code, stdout, stderr } = await run(...args, '--json')
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout) as T
  }
  const by = ['--by', 'ann']
  const strict = ['--arm', 'strict:cache.threshold=0.97', '--arm', 'strict:cache.agreement=3']

  it('is started, listed, counted and stopped', async () => {
    expect((await run('list')).stdout).toBe('no experiment was started\n')
    const guard = ['--guard', 'unhelpful=0.05', '--guard', 'cost=0.1']
    const asked = ['bar', ...strict, '--arm', 'lax:cache.threshold=0.8', ...guard, '--share', '0.5', ...by]
    expect(await json<ShownExperiment>('start', ...asked, '--reason', 'to see')).toMatchObject({
      ...{ name: 'bar', state: 'running', share: 0.5, by: 'ann', reason: 'to see' },
      arms: [
        { name: 'control', set: [] },
        { name: 'strict', set: ['cache.threshold=0.97', 'cache.agreement=3'] },
        { name: 'lax', set: ['cache.threshold=0.8'] },
      ],
      guards: [
        { metric: 'unhelpful', worse_by: 0.05 },
        { metric: 'cost', worse_by: 0.1 },
      ],
    })
    expect(await run('start', ...asked)).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: expect.stringContaining('an experiment was called bar before'),
    })
    expect((await run('list')).stdout).toMatch(
      /^bar, since .* by ann, 50 % of conversations: running\n {2}control: as configured\n/,
    )
    const shown = await json<ExperimentResult>('show', 'bar')
    expect(shown.results.map(({ arm, turns }) => [arm, turns])).toEqual([
      ['control', 0],
      ['strict', 0],
      ['lax', 0],
    ])
    expect((await run('show', 'bar')).stdout).toMatch(/strict .* hits .* 0\.0 %/)
    expect(await json('stop', 'bar', '--arm', 'lax', ...by)).toMatchObject({
      arms: [{}, {}, { stopped: { by: 'ann' } }],
    })
    expect(await json('stop', 'bar', ...by, '--reason', 'seen')).toMatchObject({ stopped: { reason: 'seen' } })
    expect((await run('list')).stdout).toMatch(/stopped by ann at .*: seen/)
  })

  it.each([
    [
      ['start', 'x', '--arm', 'cache.threshold=0.9', ...by],
      2,
      '--arm cache.threshold=0.9: must be name:path.to.option=value',
    ],
    [['start', 'x', ...strict, '--guard', 'unhelpful', ...by], 2, '--guard unhelpful: must be metric=number'],
    [['start', 'x', ...strict, '--share', '0', ...by], 2, 'a number above 0'],
    [['start', 'x', ...strict], 2, "required option '--by <name>' not specified"],
    [['start', 'x', ...by], 2, "required option '--arm <name:path=value>' not specified"],
    [['start', 'x', '--arm', 'b:log.partitions=2', ...by], 2, 'log.partitions cannot differ between arms'],
    [['show', 'nothing'], 1, 'no experiment is called nothing'],
    [['stop', 'nothing', ...by], 1, 'no experiment is called nothing'],
  ])('%j is refused with %d', async (args, code, message) => {
    const refused = await run(...args)
    expect(refused.stderr).toContain(message)
    expect([refused.code, refused.stdout]).toEqual([code, ''])
  })
})
