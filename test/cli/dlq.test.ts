import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shortTurn, turnOf } from '../../infra/cli/events/turn.ts'
import type { RetryOutcome } from '../../infra/dead-letters/retry.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { deadLetter } from '../../infra/runtime/dead-letter.ts'
import type { NewRecord } from '../../processors/ports/log.ts'
import { toRecord } from '../../topics/wire.ts'
import { ndjson, type Running, type Scratch, scratch, start, turnstream } from './turnstream.ts'

const partitions = 4
/** Dead letters are kept for 90 days of event time. */
const atMs = Date.now() - 3_600_000
const turn = (message: string) => turnOf(shortTurn.parse({ message, idempotency_key: message }), atMs)

/** A turn that a processor could not process, though nothing is wrong with it any more. */
const buried = (message: string, offset: bigint): NewRecord => {
  const record = { ...toRecord(turn(message), partitions), offset }
  return toRecord(deadLetter(record, 'enrich', new Error(`no luck with ${message}`)), partitions)
}

/** A record that nobody can decode. */
const garbage: NewRecord = {
  topic: 'chat.turns',
  partition: 1,
  key: Buffer.from('k'),
  value: Buffer.from('not avro'),
  headers: { ce_id: 'garbage', ce_subject: 'garbage' },
  timestampMs: atMs,
}

/** A record whose bytes a damaged disk has lost. */
const lost = toRecord(
  deadLetter(
    { topic: 'chat.turns', partition: 0, offset: 3n, key: null, value: null, headers: {}, timestampMs: atMs },
    'enrich',
    new Error('torn page'),
  ),
  partitions,
)

const append = async (dir: string, ...records: readonly NewRecord[]): Promise<void> => {
  const log = await openLmdbLog({ dir: `${dir}/log` })
  await log.append(records)
  await log.close()
}

interface Row {
  readonly letter: string
  readonly at: string
  readonly code: string
  readonly message: string
  readonly processor: string
  readonly source: object
  readonly subject: string
  readonly value: string | null
  readonly event: { readonly type: string; readonly data: { readonly message: string } } | null
  readonly retried: { readonly topic: string; readonly partition: number; readonly offset: number } | null
}

const run = async (dir: string, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await turnstream([...args, '--data-dir', dir, '--json'])
  return { code, stderr, result: stdout === '' ? null : JSON.parse(stdout) }
}
const list = async (dir: string, ...args: readonly string[]): Promise<readonly Row[]> =>
  (await run(dir, 'dlq', 'list', ...args)).result.letters
const answers = async (dir: string): Promise<readonly string[]> => {
  const { stdout } = await turnstream(['tail', 'chat.answers', '--exit-at-end', '--data-dir', dir])
  return ndjson<{ data: { message: string } }>(stdout).map(({ data }) => data.message)
}

describe('on a data directory that no server uses', { timeout: 120_000 }, () => {
  let at: Scratch
  beforeAll(async () => {
    at = scratch()
    await turnstream(['topics', 'apply', '--data-dir', at.dir])
  })
  afterAll(() => at.remove())

  it('lists nothing where nothing has died, and finds nothing to retry', async () => {
    expect(await list(at.dir)).toEqual([])
    expect(await run(at.dir, 'dlq', 'retry', '--all')).toMatchObject({ code: 0, result: { retried: [], skipped: [] } })
  })

  it('lists a dead letter with its bytes and the event in them', async () => {
    await append(at.dir, buried('one', 7n), buried('two', 8n))
    const [one] = (await list(at.dir)).filter(({ message }) => message === 'no luck with one')
    expect(one).toMatchObject({
      letter: expect.stringMatching(/^\d\/0$|^\d\/1$/),
      at: new Date(atMs).toISOString(),
      processor: 'enrich',
      code: 'DECIDER_THREW',
      source: { topic: 'chat.turns', offset: 7 },
      subject: turn('one').id,
      event: { type: 'TurnReceived', data: { message: 'one' } },
      retried: null,
    })
    expect(Buffer.from(one!.value!, 'base64')).toEqual(toRecord(turn('one'), partitions).value)
  })

  it('lists for people too, from a time on, of one topic, up to a limit', async () => {
    expect((await turnstream(['dlq', 'list', '--data-dir', at.dir])).stdout).toContain('no luck with two')
    expect(await list(at.dir, '--limit', '1')).toHaveLength(1)
    expect(await list(at.dir, '--topic', 'chat.answers')).toEqual([])
    expect(await list(at.dir, '--from', new Date(atMs + 1).toISOString())).toEqual([])
  })

  it('puts one back as it was, once, and shows where', async () => {
    const rows = await list(at.dir)
    const { letter } = rows.find(({ message }) => message.endsWith('one'))!
    const first = await run(at.dir, 'dlq', 'retry', letter)
    expect(first).toMatchObject({ code: 0, result: { retried: [{ letter, topic: 'chat.turns' }], skipped: [] } })
    expect(first.stderr).toContain('no server runs')
    const again = await run(at.dir, 'dlq', 'retry', letter)
    expect(again).toMatchObject({ code: 0, result: { retried: [], skipped: [{ letter, reason: 'retried already' }] } })
    const { stdout } = await turnstream(['tail', 'chat.turns', '--exit-at-end', '--data-dir', at.dir])
    const { headers } = toRecord(turn('one'), partitions)
    expect(ndjson(stdout)).toMatchObject([{ headers: { ...headers, ce_retryof: expect.any(String) } }])
    const listed = (await list(at.dir)).find(row => row.letter === letter)
    expect(listed).toMatchObject({ retried: { topic: 'chat.turns', offset: 0 } })
  })

  it('with --all puts back what was not yet, and says with exit code 1 what cannot be', async () => {
    await append(at.dir, lost)
    const { code, result } = await run(at.dir, 'dlq', 'retry', '--all')
    expect(code).toBe(1)
    expect(result.retried).toHaveLength(1)
    expect(result.skipped.map(({ reason }: { reason: string }) => reason).sort()).toEqual([
      'its bytes are lost',
      'retried already',
    ])
  })

  it.each([
    [['retry'], '--all'],
    [['retry', '1/0', '--all'], '--all'],
    [['retry', 'x'], 'like 2/17'],
    [['retry', '0/99'], 'no dead letter at 0/99'],
    [['retry', '9/0'], 'no dead letter at 9/0'],
    [['retry', '99'], 'no dead letter at 99'],
    [['list', '--topic', 'nonsense'], 'chat.turns'],
  ])('refuses %j with exit code 2, and says why', async (args, says) => {
    const { code, stdout, stderr } = await turnstream(['dlq', ...args, '--data-dir', at.dir])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(says)
  })

  it.each([['list'], ['retry', '--all']])('%s exits with 3 where there is no log', async (...args) => {
    const { code, stderr } = await turnstream(['dlq', ...args, '--data-dir', `${at.dir}/none`])
    expect(code).toBe(3)
    expect(stderr).toContain('holds no log')
  })
})

describe('beside a running server', { timeout: 120_000 }, () => {
  let at: Scratch
  let server: Running
  beforeAll(async () => {
    at = scratch()
    await turnstream(['topics', 'apply', '--data-dir', at.dir])
    await append(at.dir, garbage, buried('one', 7n), buried('two', 8n))
    server = start(['serve', '--port', '0', '--data-dir', at.dir])
    await server.firstLine
  })
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await server.ended
    at.remove()
  })

  const named = async (isNamed: (row: Row) => boolean): Promise<readonly Row[]> => (await list(at.dir)).filter(isNamed)

  it('answers what is put back once, though it is asked for twice at the same time', async () => {
    const names = (await named(({ message }) => message.startsWith('no luck'))).map(({ letter }) => letter)
    const { url, token } = JSON.parse(readFileSync(`${at.dir}/server.json`, 'utf8'))
    const letters = names.map(name => name.split('/').map(Number)).map(([partition, offset]) => ({ partition, offset }))
    // What the command sends, without the second that each takes to start.
    const retry = async (): Promise<RetryOutcome> => {
      const headers = { 'content-type': 'application/json', 'x-turnstream-token': token }
      const body = JSON.stringify({ letters })
      const response = await fetch(`${url}/internal/dead-letters/retry`, { method: 'POST', headers, body })
      return (await response.json()) as RetryOutcome
    }
    const outcomes = await Promise.all([1, 2, 3].map(retry))
    expect(outcomes.flatMap(({ retried }) => retried.map(({ letter }) => letter)).toSorted()).toEqual(names.toSorted())
    expect(await run(at.dir, 'dlq', 'retry', ...names)).toMatchObject({ code: 0, result: { retried: [] } })
    await expect.poll(() => answers(at.dir), { timeout: 20_000 }).toHaveLength(2)
    expect((await answers(at.dir)).toSorted()).toEqual(['one', 'two'])
  })

  it('keeps what dies again as another dead letter, which can be tried again', async () => {
    const isGarbage = ({ subject }: Row): boolean => subject === 'garbage'
    const count = async (): Promise<number> => (await named(isGarbage)).length
    await expect.poll(count, { timeout: 20_000 }).toBe(1)
    expect(await run(at.dir, 'dlq', 'retry', '--all')).toMatchObject({ code: 0, result: { retried: [{}] } })
    await expect.poll(count, { timeout: 20_000 }).toBe(2)
    const [first, second] = (await named(isGarbage)).toSorted(
      (a, b) => Number(b.retried !== null) - Number(a.retried !== null),
    )
    expect(first).toMatchObject({ code: 'RECORD_UNDECODABLE', event: null, retried: { topic: 'chat.turns' } })
    expect(second).toMatchObject({ code: 'RECORD_UNDECODABLE', retried: null, source: first!.retried! })
    expect(await run(at.dir, 'dlq', 'retry', second!.letter)).toMatchObject({ code: 0, result: { retried: [{}] } })
    await expect.poll(count, { timeout: 20_000 }).toBe(3)
  })

  it('leaves a log on which every decision, made again, is the recorded one', async () => {
    server.child.kill('SIGTERM')
    expect((await server.ended).code).toBe(0)
    expect(await answers(at.dir)).toHaveLength(2)
    const { code, result } = await run(at.dir, 'replay', '--verify')
    expect(result).toMatchObject({ identical: true, differences: 0 })
    expect(code).toBe(0)
  })
})
