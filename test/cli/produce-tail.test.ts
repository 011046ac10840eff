import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { ndjson, type Scratch, scratch, start, turnstream } from './turnstream.ts'

let at: Scratch
beforeEach(() => {
  at = scratch()
})
afterEach(() => at.remove())

const produce = (topic: string, lines: readonly string[], ...more: readonly string[]) =>
  turnstream(['produce', topic, '--data-dir', at.dir, ...more], { stdin: lines.join('\n') })

const tail = (topic: string, ...more: readonly string[]) =>
  turnstream(['tail', topic, '--data-dir', at.dir, '--exit-at-end', ...more])

const turn = (message: string, more: object = {}): string => JSON.stringify({ message, ...more })

describe('produce', { timeout: 120_000 }, () => {
  it('completes the short form of a turn', async () => {
    await produce('chat.turns', [
      turn('Where is my parcel?', { user_id: 'ada', conversation_id: 'c1', scene: 'shipping' }),
    ])
    const [record] = ndjson<{ key: string; type: string; data: Record<string, unknown> }>(
      (await tail('chat.turns')).stdout,
    )
    expect(record).toMatchObject({
      type: 'TurnReceived',
      key: expect.stringMatching(/^c_[0-9a-f]{24}$/),
      data: { message: 'Where is my parcel?', conversationId: 'c1', solo: false, scene: 'shipping', tenant: 'default' },
    })
    expect(record!.data.asker).toMatch(/^u_/)
    expect(record!.data.asker).not.toContain('ada')
  })

  it('derives the turn from the idempotency key', async () => {
    await produce('chat.turns', [turn('a', { idempotency_key: 'k' }), turn('a', { idempotency_key: 'k' }), turn('a')])
    const ids = ndjson<{ data: { turnId: string } }>((await tail('chat.turns')).stdout).map(({ data }) => data.turnId)
    expect(new Set(ids).size).toBe(2)
  })

  it('reports a bad line with its number and what would be right, and goes on with the others', async () => {
    const lines = [turn('one'), 'nonsense', '{"mesage": "x"}', '', turn('two'), '{"data": {"turnId": "t"}}']
    const { code, stdout, stderr } = await produce('chat.turns', lines, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      appended: 2,
      refused: 3,
      errors: [
        { line: 2, code: 'BAD_JSON' },
        { line: 3, code: 'BAD_REQUEST', message: expect.stringContaining('the fields are message') },
        { line: 6, code: 'RECORD_INVALID', message: expect.stringContaining('TurnReceived.tenant') },
      ],
    })
    expect(stderr).toContain('turnstream: line 2: ')
  })

  it('asks for the type where a topic has several', async () => {
    const { stdout } = await produce('control', ['{"data": {}}'], '--json')
    expect(JSON.parse(stdout).errors[0].message).toContain('ConfigurationApplied')
  })

  it('refuses a topic that is not in the catalogue', async () => {
    const { code, stderr } = await produce('chat.tunrs', [turn('a')])
    expect(code).toBe(2)
    expect(stderr).toContain("argument 'chat.tunrs' is invalid as topic. Allowed choices are chat.turns")
  })
})

describe('tail', { timeout: 120_000 }, () => {
  it('gives back what was produced, byte for byte, in the order of time', async () => {
    const other = scratch()
    const lines = Array.from({ length: 50 }, (_, i) => turn(`message ${i}`, { time: 1_700_000_000_000 + i }))
    await produce('chat.turns', lines)
    const copied = (await tail('chat.turns', '--full')).stdout
    await turnstream(['produce', 'chat.turns', '--data-dir', other.dir], { stdin: copied })
    const again = await turnstream(['tail', 'chat.turns', '--data-dir', other.dir, '--exit-at-end', '--full'])
    other.remove()
    expect(again.stdout).toBe(copied)
    expect(ndjson<{ data: { message: string } }>(copied).map(({ data }) => data.message)).toEqual(
      lines.map((_, i) => `message ${i}`),
    )
  })

  it('prints one JSON document with --json', async () => {
    await produce('chat.turns', [turn('a'), turn('b')])
    expect(JSON.parse((await tail('chat.turns', '--json')).stdout)).toHaveLength(2)
    expect(JSON.parse((await tail('chat.answers', '--json')).stdout)).toEqual([])
  })

  it('begins at an offset, at a time, or at the end', async () => {
    const lines = [1_000, 2_000, 3_000].map(time => turn(`at ${time}`, { time, conversation_id: 'one' }))
    await produce('chat.turns', lines)
    const count = async (from: string): Promise<number> =>
      ndjson((await tail('chat.turns', '--from', from)).stdout).length
    expect(await count('earliest')).toBe(3)
    expect(await count('1')).toBe(2)
    expect(await count('1970-01-01T00:00:03Z')).toBe(1)
    expect(await count('latest')).toBe(0)
  })

  it('picks one key, and ends after a limit', async () => {
    await produce(
      'chat.turns',
      ['a', 'b', 'a'].map(name => turn(name, { conversation_id: name })),
    )
    const all = ndjson<{ key: string }>((await tail('chat.turns')).stdout)
    expect(ndjson((await tail('chat.turns', '--key', all[0]!.key)).stdout).length).toBe(
      all.filter(({ key }) => key === all[0]!.key).length,
    )
    expect(ndjson((await tail('chat.turns', '--limit', '2')).stdout)).toHaveLength(2)
  })

  it('prints a record that does not decode with its error and bytes, and goes on', async () => {
    await produce('chat.turns', [turn('good', { conversation_id: 'c', time: 1 })])
    const log = await openLmdbLog({ dir: `${at.dir}/log` })
    const bytes = Buffer.from('not avro')
    const headers = { ce_id: 'x' }
    await log.append([{ topic: 'chat.turns', partition: 0, key: null, value: bytes, headers, timestampMs: 2 }])
    await log.close()
    const { code, stdout } = await tail('chat.turns')
    const last = ndjson(stdout).at(-1)
    expect(code).toBe(0)
    expect(last).toMatchObject({ error: { code: 'RECORD_UNDECODABLE' }, value: bytes.toString('base64'), key: null })
  })

  it('follows what is appended, and closes its document when it is interrupted', async () => {
    await produce('chat.turns', [turn('first')])
    const following = start(['tail', 'chat.turns', '--data-dir', at.dir, '--json', '--from', 'earliest'])
    await following.firstLine
    const more = once(following.child.stdout!, 'data')
    await produce('chat.turns', [turn('second')])
    while (!String(await more).includes('{')) await once(following.child.stdout!, 'data')
    following.child.kill('SIGINT')
    const { code, stdout } = await following.ended
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toHaveLength(2)
  })

  it('ends quietly when its reader has enough', async () => {
    await produce(
      'chat.turns',
      Array.from({ length: 2_000 }, (_, i) => turn(`message ${i}`)),
    )
    const writing = start(['tail', 'chat.turns', '--data-dir', at.dir, '--from', 'earliest', '--full'])
    await writing.firstLine
    writing.child.stdout!.destroy()
    const { code, stderr } = await writing.ended
    expect(code).toBe(0)
    expect(stderr).toBe('')
  })
})
