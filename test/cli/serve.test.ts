import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ndjson, type Running, type Scratch, scratch, start, turnstream } from './turnstream.ts'

let at: Scratch
let server: Running
let hello: { url: string; dataDir: string; pid: number }
const here = (): readonly string[] => ['--data-dir', at.dir]

beforeAll(async () => {
  at = scratch()
  server = start(['serve', '--port', '0', ...here()])
  const line = await server.firstLine
  expect(line).toContain(at.dir)
  expect(line).toContain('curl ')
  hello = JSON.parse(readFileSync(join(at.dir, 'server.json'), 'utf8'))
  expect(line).toContain(hello.url)
})

afterAll(async () => {
  server.child.kill('SIGKILL')
  await server.ended
  at.remove()
})

interface Answer {
  readonly turn_id: string
  readonly cached: string | null
}

const ask = async (message: string, more: object = {}, headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await fetch(`${hello.url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message, ...more }),
  })
  return (await response.json()) as Answer
}

const entries = async (): Promise<number> =>
  ((await (await fetch(`${hello.url}/v1/cache`)).json()) as { entries: number }).entries

const question = 'How long do I have to return an item?'

describe('a running server', { timeout: 120_000 }, () => {
  it('leaves a run file that only its owner can read', () => {
    expect(statSync(join(at.dir, 'server.json')).mode & 0o777).toBe(0o600)
    expect(hello.pid).toBe(server.child.pid)
  })

  it('refuses a second one on its data directory, naming directory and process', async () => {
    const { code, stdout, stderr } = await turnstream(['serve', '--port', '0', ...here()])
    expect(code).toBe(3)
    expect(stdout).toBe('')
    expect(stderr).toContain(`turnstream: the data directory ${at.dir} is in use by process ${hello.pid}`)
  })

  it('refuses another one on its port, naming the port', async () => {
    const other = scratch()
    const { port } = new URL(hello.url)
    const { code, stderr } = await turnstream(['serve', '--port', port, '--data-dir', other.dir, '--json'])
    other.remove()
    expect(code).toBe(3)
    expect(JSON.parse(stderr.trim().split('\n').at(-1)!).error.message).toContain(`port ${port}`)
  })

  it('answers, and explains what it answered', async () => {
    const { turn_id: turnId, cached } = await ask(question)
    expect(cached).toBeNull()
    // What a miss has taught reaches the caches a moment after its answer.
    await expect.poll(entries, { timeout: 10_000 }).toBe(1)
    expect((await ask(question)).cached).toBe('exact')
    const { code, stdout } = await turnstream(['explain', turnId, '--json', ...here()])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ turn_id: turnId, turn: { message: question } })
  })

  it('takes what is produced beside it, and answers it', async () => {
    const produced = await turnstream(['produce', 'chat.turns', '--json', ...here()], {
      stdin: `${JSON.stringify({ message: question, idempotency_key: 'k' })}\nnonsense\n`,
    })
    expect(produced.code).toBe(1)
    expect(JSON.parse(produced.stdout)).toMatchObject({ appended: 1, refused: 1 })
    const answers = start(['tail', 'chat.answers', '--from', 'earliest', '--limit', '3', ...here()])
    const { code, stdout } = await answers.ended
    expect(code).toBe(0)
    expect(ndjson<{ data: { message: string } }>(stdout).map(({ data }) => data.message)).toEqual(
      Array(3).fill(question),
    )
  })

  it('recognises over HTTP the turn and the conversation of what was produced', async () => {
    const lines = [
      { message: 'Do you ship abroad?', idempotency_key: 'both', conversation_id: 'both' },
      { message: 'And to Norway?', conversation_id: 'both' },
    ]
    const stdin = lines.map(line => JSON.stringify(line)).join('\n')
    await turnstream(['produce', 'chat.turns', ...here()], { stdin })
    const known = await ask('Do you ship abroad?', { conversation_id: 'both' }, { 'idempotency-key': 'both' })
    const next = await ask('How long does it take?', { conversation_id: 'both' })
    const { stdout } = await turnstream(['tail', 'chat.turns', '--exit-at-end', ...here()])
    const turns = ndjson<{ key: string; data: { turnId: string; conversationId: string } }>(stdout)
    const conversation = turns.filter(({ data }) => data.conversationId === 'both')
    expect(conversation.map(({ data }) => data.turnId)).toEqual([known.turn_id, expect.any(String), next.turn_id])
    expect(new Set(conversation.map(({ key }) => key)).size).toBe(1)
  })

  it('puts a policy change in force, after which an older answer is not served', async () => {
    const change = { match: { keywords: ['return'] }, reason: 'the return policy has changed' }
    const { code, stdout } = await turnstream(['policy', 'change', '-', '--json', ...here()], {
      stdin: JSON.stringify(change),
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ epoch: 0, version: expect.any(String) })
    expect((await ask(question)).cached).toBeNull()
  })

  it('refuses a policy change that does not fit, naming the field', async () => {
    const { code, stderr } = await turnstream(['policy', 'change', '-', ...here()], { stdin: '{"match": {}}' })
    expect(code).toBe(2)
    expect(stderr).toContain('reason')
  })

  it('rebuilds its read model equal to what was there', async () => {
    const { code, stdout } = await turnstream(['rebuild', '--json', ...here()])
    expect(code).toBe(0)
    const { before, after, equal } = JSON.parse(stdout)
    expect(equal).toBe(true)
    expect(after).toEqual(before)
  })

  it('lets topics be listed and applied beside it', async () => {
    const { code, stdout } = await turnstream(['topics', 'apply', '--json', ...here()])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ created: [], existing: 17 })
  })

  it('drains on SIGTERM, takes its run file away and exits with 0', async () => {
    server.child.kill('SIGTERM')
    const { code } = await server.ended
    expect(code).toBe(0)
    expect(existsSync(join(at.dir, 'server.json'))).toBe(false)
  })

  it('leaves a log on which every decision, made again, is the recorded one', async () => {
    const { code, stdout } = await turnstream(['replay', '--from', 'earliest', '--verify', '--json', ...here()])
    expect(JSON.parse(stdout)).toMatchObject({ identical: true, differences: 0 })
    expect(code).toBe(0)
  })
})
