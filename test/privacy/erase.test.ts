import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCacheStore } from '../../infra/cache/store.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { openVault } from '../../infra/privacy/vault.ts'
import { type ProviderStub, startProviderStub } from '../../infra/stub/provider.ts'
import { ndjson, type Running, type Scratch, scratch, start, turnstream } from '../cli/turnstream.ts'
import { filesWith, holds } from './canary.ts'

/** In what Ada asks; what she is told, what she says of it; and in what Bob asks. */
const canaries = { asked: 'zebraquagga', told: 'okapinarwhal', said: 'axolotlquoll' }
const bobs = 'wombatibex'
const all = Object.values(canaries)

let at: Scratch
let stub: ProviderStub
/** What is told to who asks as Ada did. */
let telling = canaries.told
let server: Running
let url: string
const here = (): readonly string[] => ['--data-dir', at.dir]
const run = (...args: readonly string[]) => turnstream([...args, ...here()])

const serve = async (...more: readonly string[]): Promise<void> => {
  const pools = { small: { kind: 'openai', tier: 'small', baseUrl: `${stub.url}/v1`, model: 'm' } }
  server = start(['serve', '--port', '0', ...here(), '--set', `pools=${JSON.stringify(pools)}`, ...more])
  await server.firstLine
  url = JSON.parse(readFileSync(join(at.dir, 'server.json'), 'utf8')).url
}
const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
  server.child.kill(signal)
  await server.ended
}

const post = async <T>(path: string, body: object): Promise<T> => {
  const headers = { 'content-type': 'application/json' }
  return (await (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as T
}
interface Answer {
  readonly turn_id: string
  readonly message: string
  readonly cached: string | null
}
const ask = (user: string, message: string, more: object = {}): Promise<Answer> =>
  post('/v1/chat', { message, user_id: user, ...more })
const entries = async (): Promise<number> =>
  ((await (await fetch(`${url}/v1/cache`)).json()) as { entries: number }).entries

const topics = ['chat.turns', 'chat.enriched', 'chat.resolved', 'chat.prompts', 'chat.answers', 'chat.inferences']
const tail = async (topic: string): Promise<string> => (await run('tail', topic, '--exit-at-end')).stdout

const shared = `How do I clean a ${canaries.asked} rug?`
let adas: Answer
let bobsOwn: Answer

beforeAll(async () => {
  at = scratch()
  stub = await startProviderStub({
    answer: messages => {
      const { content } = messages.at(-1)!
      if (content.includes(bobs)) return `A ${bobs} is best left alone.`
      return content.includes(canaries.asked) ? `Use a ${telling} brush, and cold water.` : 'Use a brush.'
    },
  })
  await serve('--set', 'privacy.shred=true', '--set', 'cache.canonical.offered=3')
}, 60_000)
afterAll(async () => {
  await stop('SIGKILL')
  await stub.close()
  at.remove()
})

describe('with privacy.shred', { timeout: 120_000 }, () => {
  it('what is asked and answered lies nowhere in the log in the clear, and is read as ever', async () => {
    adas = await ask('ada', shared)
    expect(adas.message).toContain(canaries.told)
    await expect.poll(entries).toBe(1)
    await ask('ada', `I want to tell of my ${canaries.asked}.`, { conversation_id: 'of-ada' })
    await ask('ada', 'And how often?', { conversation_id: 'of-ada' })
    await post('/v1/feedback', { turn_id: adas.turn_id, helpful: true, comment: `my ${canaries.said} says so` })
    // The entry of Ada is among the candidates and, for the model, among the offers.
    const { turn_id: quoting } = await ask('bob', 'How do I clean a rug?')
    bobsOwn = await ask('bob', `How do I feed a ${bobs}?`)
    // Of both questions of Ada that stand alone, and of both of Bob.
    await expect.poll(entries).toBe(4)
    const marked = await ask('ada', `Is a ${canaries.asked} washable?`)
    await post('/v1/feedback', { turn_id: marked.turn_id, helpful: false, comment: `my ${canaries.said} says no` })
    await expect
      .poll(async () => ((await (await fetch(`${url}/v1/review`)).json()) as { open: number }).open)
      .toBeGreaterThan(0)
    expect(await tail('chat.turns')).toContain(canaries.asked)
    expect(await tail('feedback.events')).toContain(canaries.said)
    for (const topic of ['chat.resolved', 'chat.prompts']) {
      const lines = (await tail(topic)).split('\n').filter(line => line.includes(quoting))
      expect([topic, lines.join('\n')]).toEqual([topic, expect.stringMatching(`${canaries.asked}|${canaries.told}`)])
    }
    expect((await run('replay', '--verify', '--json')).code).toBe(0)
    for (const canary of [...all, bobs]) expect(filesWith(join(at.dir, 'log'), canary)).toEqual([])
  })

  it('the keys are for nobody else to read', () => {
    expect(statSync(join(at.dir, 'keys', 'keys.bin')).mode & 0o777).toBe(0o600)
  })

  it('erase refuses a user whom nobody knows, with exit code 1', async () => {
    const { code, stderr } = await run('erase', '--user', 'nobody')
    expect([code, stderr]).toEqual([1, expect.stringContaining('no turn of the user "nobody"')])
  })

  it('erase says what it has done once no file holds what she asked, was told or said', async () => {
    const { code, stdout, stderr } = await run('erase', '--user', 'ada', '--json')
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({ user: 'ada', tenant: 'default', turns: 4, reviews: 1, unsealed: 0 })
    for (const canary of all) expect(filesWith(at.dir, canary)).toEqual([])
    for (const topic of [...topics, 'cache.entries', 'feedback.events', 'reviews', 'dead.letters', 'tasks']) {
      const text = await tail(topic)
      for (const canary of all) expect([topic, text.includes(canary)]).toEqual([topic, false])
    }
  })

  it('what another asked and was told is whole', async () => {
    const answers = ndjson<{ data: { turnId: string; message: string; text: string } }>(await tail('chat.answers'))
    expect(answers.find(({ data }) => data.turnId === bobsOwn.turn_id)?.data).toMatchObject({
      message: `How do I feed a ${bobs}?`,
      text: `A ${bobs} is best left alone.`,
    })
    expect((await ask('bob', `How do I feed a ${bobs}?`)).cached).toBe('exact')
  })

  it('the caches do not answer with what they had of her', async () => {
    telling = 'soft'
    const again = await ask('bob', shared)
    expect(again.cached).toBeNull()
    expect(again.message).toBe('Use a soft brush, and cold water.')
  })

  it('replay completes, counts her turns as redacted, and calls nothing of them a difference', async () => {
    const { code, stdout } = await run('replay', '--verify', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ identical: true, differences: 0, redacted: 4, undecodable: 0 })
  })

  it('what would have been is asked of the others alone', async () => {
    const turns = ndjson<{ data: { message: string } }>(await tail('chat.turns'))
    const others = turns.filter(({ data }) => data.message !== '[redacted]').length
    const [whatIf, sweep] = [
      await run('whatif', '--set', 'cache.ttlMs=0', '--json'),
      await run('whatif', '--vary', 'cache.ttlMs=0,1000000', '--json'),
    ]
    expect([whatIf.code, sweep.code], whatIf.stderr + sweep.stderr).toEqual([0, 0])
    expect(JSON.parse(whatIf.stdout).b.turns).toBe(others)
    expect(JSON.parse(sweep.stdout).turns).toBe(others)
  })

  it('explain says that it is redacted', async () => {
    const { code, stdout } = await run('explain', adas.turn_id, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ redacted: true, turn: { message: '[redacted]', asker: '[redacted]' } })
    expect((await run('explain', adas.turn_id)).stdout).toContain('redacted: somebody they belong to was erased')
  })

  it('who comes back is somebody new, also in a conversation of before', async () => {
    const { message } = await ask('ada', 'How do I clean a sofa?', { conversation_id: 'of-ada' })
    expect(message).toContain('brush')
    expect((await run('replay', '--verify')).code).toBe(0)
    expect(await tail('chat.turns')).toContain('How do I clean a sofa?')
  })

  it('read models rebuild equal', async () => {
    const { code, stdout } = await run('rebuild', 'all', '--json')
    expect([code, JSON.parse(stdout).equal]).toEqual([0, true])
  })

  it('nothing of her is in the compressed values of the stores, nor after a restart', async () => {
    await stop()
    const log = await openLmdbLog({ dir: join(at.dir, 'log'), readOnly: true })
    const store = await openCacheStore(join(at.dir, 'views', 'cache'), log.id)
    const kept = store.page(null, 1_000).map(entry => Buffer.from(JSON.stringify(entry)))
    const states: Buffer[] = []
    for (const name of ['compress', 'infer', 'route', 'admit', 'restore', 'promote', 'review'])
      for await (const { value } of log.states(name)) states.push(Buffer.from(value))
    await store.close()
    await log.close()
    expect(kept.length).toBeGreaterThan(0)
    expect(states.length).toBeGreaterThan(0)
    for (const bytes of [...kept, ...states])
      expect([canaries.told, canaries.said].filter(canary => holds(bytes, canary, true))).toEqual([])
    await serve('--set', 'privacy.shred=true')
    expect((await run('replay', '--verify')).code).toBe(0)
  })

  it('without a server it is done here', async () => {
    await stop()
    const { code, stdout } = await run('erase', '--user', 'bob', '--set', 'privacy.shred=true')
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^erased bob of tenant default in .* s: 4 turns, \d+ entries/),
    ])
    expect(filesWith(at.dir, bobs)).toEqual([])
  })

  it('what a crash has cut short once the key was gone is finished with the next start', async () => {
    await serve('--set', 'privacy.shred=true')
    await ask('cleo', 'How do I polish a dodomoa?')
    await expect.poll(() => filesWith(at.dir, 'dodomoa')).not.toEqual([])
    await stop()
    const vault = openVault(at.dir)
    const [id] = vault.find({ kind: 'user', tenant: 'default', name: 'cleo' })
    vault.destroy(id!)
    vault.close()
    await serve('--set', 'privacy.shred=true')
    await expect.poll(() => filesWith(at.dir, 'dodomoa')).toEqual([])
    await expect.poll(() => openVault(at.dir, { readOnly: true }).unfinished()).toEqual([])
    await stop()
  })
})

describe('without privacy.shred', { timeout: 120_000 }, () => {
  it('erase is refused, and says why', async () => {
    const { code, stderr } = await run('erase', '--user', 'ada')
    expect([code, stderr]).toEqual([1, expect.stringContaining('privacy.shred is off')])
  })

  it('no keys are made, and records are as they always were', async () => {
    const other = scratch()
    const produced = await turnstream(['produce', 'chat.turns', '--data-dir', other.dir], {
      stdin: '{"message": "How do I return a rug?", "user_id": "ada"}\n',
    })
    expect(produced.code).toBe(0)
    expect(existsSync(join(other.dir, 'keys'))).toBe(false)
    const { stdout } = await turnstream(['tail', 'chat.turns', '--exit-at-end', '--data-dir', other.dir])
    expect(stdout).not.toContain('ce_sealed')
    expect(filesWith(other.dir, 'return a rug')).not.toEqual([])
    // What lies there in the clear is told when it is switched on.
    const erased = await turnstream(['erase', '--user', 'ada', '--data-dir', other.dir, '--set', 'privacy.shred=true'])
    expect([erased.code, erased.stderr]).toEqual([1, expect.stringContaining('1 turns of the user "ada"')])
    other.remove()
  })
})
