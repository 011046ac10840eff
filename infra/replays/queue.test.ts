import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReplays, type StartReplay } from './queue.ts'
import type { ReplayAsked, ReplayProgress } from './store.ts'

const asked: ReplayAsked = {
  ...{
    kind: 'whatif',
    from: null,
    to: null,
    set: ['cache.threshold=0.9'],
    setB: null,
    vary: [],
    cold: false,
    limit: 10,
  },
}

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-replays-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Replays that a test ends. */
const scripted = () => {
  const runs: {
    asked: ReplayAsked
    tell(progress: ReplayProgress): void
    done(result: unknown): void
    fail(error: Error): void
    stopped: boolean
  }[] = []
  const start: StartReplay = (of, tell) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const run = { asked: of, tell, done: resolve, fail: reject, stopped: false }
    runs.push(run)
    return {
      result: promise,
      stop: () => {
        run.stopped = true
        reject(new Error('stopped'))
      },
    }
  }
  let nowMs = 1
  return { runs, open: () => openReplays(dir, start, () => nowMs++) }
}

describe('replays', () => {
  it('run one at a time, in order, and keep what they came to', async () => {
    const { runs, open } = scripted()
    const replays = open()
    const first = replays.submit(asked)
    const second = replays.submit({ ...asked, cold: true })
    expect([first.state, second.state]).toEqual(['running', 'queued'])
    expect(runs).toHaveLength(1)
    runs[0]!.tell({ done: 5, total: 9 })
    expect(replays.find(first.id)!.progress).toEqual({ done: 5, total: 9 })
    runs[0]!.done({ turns: 9 })
    await turnOfLoop()
    expect(replays.find(first.id)).toMatchObject({ state: 'done', result: { turns: 9 } })
    expect(runs.map(run => run.asked.cold)).toEqual([false, true])
    runs[1]!.fail(new Error('no turn was answered'))
    await turnOfLoop()
    expect(replays.find(second.id)).toMatchObject({ state: 'failed', error: 'no turn was answered' })
    await replays.close()
    // Another server finds them, newest first.
    expect(
      open()
        .list()
        .map(({ state, result }) => [state, result]),
    ).toEqual([
      ['failed', null],
      ['done', { turns: 9 }],
    ])
  })

  it('can be cancelled while they wait and while they run, and not afterwards', async () => {
    const { runs, open } = scripted()
    const replays = open()
    const [running, waiting, third] = [replays.submit(asked), replays.submit(asked), replays.submit(asked)]
    expect(replays.cancel(waiting.id)).toMatchObject({ state: 'cancelled' })
    expect(replays.cancel(running.id)).toMatchObject({ state: 'cancelled' })
    await turnOfLoop()
    expect(runs[0]!.stopped).toBe(true)
    expect(replays.find(running.id)).toMatchObject({ state: 'cancelled', error: null })
    expect(replays.find(third.id)).toMatchObject({ state: 'running' })
    runs[1]!.done(1)
    await turnOfLoop()
    expect(replays.cancel(third.id)).toMatchObject({ state: 'done' })
    expect(replays.cancel('another')).toBeNull()
  })

  it('that a server left under way have failed, and say so', async () => {
    const { open } = scripted()
    const { id } = open().submit(asked)
    expect(open().find(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('the server stopped') })
    const replays = open()
    const again = replays.submit(asked)
    await replays.close()
    expect(replays.find(again.id)).toMatchObject({
      ...{ state: 'failed', error: expect.stringContaining('the server stopped') },
    })
  })

  it('are not without end: so many wait, so many are kept', async () => {
    const { runs, open } = scripted()
    const replays = open()
    for (let n = 0; n < 21; n++) replays.submit(asked)
    expect(() => replays.submit(asked)).toThrow('20 replays are waiting')
    for (let n = 0; n < 21; n++) {
      runs[n]!.done(n)
      await turnOfLoop()
    }
    expect(replays.list().map(({ result }) => result)).toEqual(Array.from({ length: 20 }, (_, n) => 20 - n))
    expect(readdirSync(dir)).toHaveLength(20)
  })

  it('are no files that hold something else', () => {
    writeFileSync(join(dir, 'half.json'), '{"id":')
    expect(scripted().open().list()).toEqual([])
  })
})
