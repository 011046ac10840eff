import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Scratch, scratch, start, turnstream } from './turnstream.ts'

let at: Scratch
beforeEach(() => {
  at = scratch()
})
afterEach(() => at.remove())
const here = (): readonly string[] => ['--data-dir', at.dir]

const change = JSON.stringify({ scene: 'returns', match: {}, reason: 'new terms' })

/** Some of these load the embedding model, several times, on a machine that other suites use too. */
const slow = { timeout: 120_000 }

describe('without a server', slow, () => {
  it('puts a policy change in force and follows it to the end', async () => {
    const changed = await turnstream(['policy', 'change', '-', '--json', ...here()], { stdin: change })
    expect(changed.code).toBe(0)
    expect(JSON.parse(changed.stdout)).toMatchObject({ epoch: 0 })
    const { stdout } = await turnstream(['tail', 'policy.changes', '--exit-at-end', '--json', ...here()])
    expect(JSON.parse(stdout)).toMatchObject([
      { type: 'PolicyChanged', data: { scene: 'returns', reason: 'new terms' } },
    ])
    const rebuilt = await turnstream(['rebuild', 'all', '--json', ...here()])
    expect(rebuilt.code).toBe(0)
    expect(JSON.parse(rebuilt.stdout)).toMatchObject({ equal: true })
    const verified = await turnstream(['replay', '--verify', '--json', ...here()])
    expect(verified.code).toBe(0)
    expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true })
    const later = await turnstream(['replay', '--verify', '--from', '2999-01-01T00:00:00Z', ...here()])
    expect(later).toMatchObject({ code: 3, stdout: '' })
    expect(later.stderr).toContain('nothing to verify: no decision is recorded from 2999-01-01T00:00:00.000Z to latest')
  })

  it('does not call an empty log verified, nor a range that is turned round', async () => {
    await turnstream(['topics', 'apply', ...here()])
    const { code, stdout, stderr } = await turnstream(['replay', '--verify', '--json', ...here()])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: 'UNAVAILABLE',
        message: expect.stringContaining('no decision is recorded from earliest to latest'),
      },
    })
    const turned = await turnstream(['replay', '--verify', '--from', '2026-02-01', '--to', '2026-01-01', ...here()])
    expect(turned).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--from is later than --to') })
  })

  it('creates each topic once', async () => {
    const first = JSON.parse((await turnstream(['topics', 'apply', '--json', ...here()])).stdout)
    const second = JSON.parse((await turnstream(['topics', 'apply', '--json', ...here()])).stdout)
    expect(first).toMatchObject({ existing: 0, created: expect.arrayContaining(['chat.turns', 'dead.letters']) })
    expect(second).toMatchObject({ existing: first.created.length, created: [] })
  })

  it('reports a file that is missing or not JSON with exit code 2', async () => {
    const missing = await turnstream(['policy', 'change', join(at.dir, 'none.json'), ...here()])
    expect(missing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('none.json') })
    const malformed = await turnstream(['policy', 'change', '-', ...here()], { stdin: '{' })
    expect(malformed).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('not JSON') })
  })

  it.each([['rebuild'], ['replay', '--verify'], ['explain', 't_1']])(
    '%s exits with 3 where there is no log',
    async (...args) => {
      const { code, stdout, stderr } = await turnstream([...args, ...here()])
      expect(code).toBe(3)
      expect(stdout).toBe('')
      expect(stderr).toContain(at.dir)
    },
  )

  it('exits with 1 for a turn that the log does not have', async () => {
    await turnstream(['topics', 'apply', ...here()])
    const { code, stdout, stderr } = await turnstream(['explain', 't_1', ...here()])
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('no turn has this id')
  })

  it('evaluates the caches on a file', async () => {
    const file = join(at.dir, 'rows.ndjson')
    const texts = ['How do I return an item?', 'how do i return an item', 'Where is my parcel?']
    writeFileSync(
      file,
      texts.map((text, i) => JSON.stringify({ text, group: i < 2 ? 'a' : 'b', answer: `answer ${i}` })).join('\n'),
    )
    const { code, stdout } = await turnstream([
      'eval',
      'cache',
      '--data',
      file,
      '--json',
      '--limit',
      '3',
      '--seed',
      '7',
    ])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ requests: 3, configHash: expect.any(String) })
  })
})

describe('after kill -9 of the server', slow, () => {
  it('a command does not take the run file left behind for a server, and a new server starts', async () => {
    const killed = start(['serve', '--port', '0', '--json', ...here()])
    await killed.firstLine
    killed.child.kill('SIGKILL')
    await killed.ended
    const { code, stderr } = await turnstream(['produce', 'chat.turns', ...here()], { stdin: '{"message": "hello"}' })
    expect(code).toBe(0)
    expect(stderr).toContain('no server runs')
    const next = start(['serve', '--port', '0', '--json', ...here()])
    await next.firstLine
    next.child.kill('SIGINT')
    const ended = await next.ended
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout)).toMatchObject({ dataDir: at.dir })
  })
})
