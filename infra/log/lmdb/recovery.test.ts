import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEnvironment } from './environment.ts'
import { BLOCK_HEADER_BYTES, blocksIn, endOfBlocks } from './journal/format.ts'
import { journalPaths } from './journal/journal.ts'
import { blocksAfter, mergeBlocks, mergedIn } from './journal/merge.ts'
import { type LmdbLog, openLmdbLog } from './open.ts'
import { aRecord, oneTopic, runChild, scratch } from './scratch.ts'

const partition = { topic: 't', partition: 0 }
const from = (offset: bigint) => ({ ...partition, offset })

const texts = async (log: LmdbLog): Promise<string[]> =>
  (await log.read(from(0n), 100)).map(({ value }) => String(value))

/** The directory as a process leaves it that dies now: nothing of the journal is merged. */
const died = (dir: string): string => {
  const left = `${dir}.died`
  cpSync(dir, left, { recursive: true })
  for (const name of readdirSync(left)) if (name.startsWith('writer.')) rmSync(join(left, name))
  return left
}

/** Appends and commits `a`, `b`, `c`, a block each. */
const threeBlocks = async (log: LmdbLog): Promise<void> => {
  await log.createTopics(oneTopic('t'))
  const member = await log.join('g', ['t'], { onAssigned: () => undefined, onRevoked: () => undefined })
  for (const [i, text] of ['a', 'b', 'c'].entries())
    await log.commit({
      records: [
        {
          ...aRecord('t', text, { ce_id: `id-${text}`, ce_subject: 's' }),
          key: Buffer.from('k'),
          timestampMs: i * 1_000,
        },
      ],
      progress: [{ ...partition, next: BigInt(i + 1), done: [] }],
      owners: member.assigned(),
      state: [{ store: 'store', key: text, value: Buffer.from(text) }],
    })
}

const everything = async (log: LmdbLog): Promise<unknown> => {
  const states: string[] = []
  for await (const { key, value } of log.states('store')) states.push(`${key}=${value}`)
  const compacted: string[] = []
  for await (const { value } of log.compacted(partition)) compacted.push(String(value))
  return {
    texts: await texts(log),
    end: await log.end(partition),
    next: (await log.progress('g', partition)).next,
    state: String(await log.state('store', 'c')),
    states: states.sort(),
    found: log.find('id-b')?.offset,
    subject: log.ofSubject('s').map(({ value }) => String(value)),
    compacted,
    at: await log.offsetAt(partition, 1_500),
  }
}

const expected = {
  texts: ['a', 'b', 'c'],
  end: 3n,
  next: 3n,
  state: 'c',
  states: ['a=a', 'b=b', 'c=c'],
  found: 1n,
  subject: ['a', 'b', 'c'],
  compacted: ['c'],
  at: 2n,
}

// The timer that begins a merge never fires, so that everything stays in the journal for as long as a test needs.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }))
afterEach(() => void vi.useRealTimers())

describe('a log whose process died before it merged the journal', () => {
  it('has everything when it is opened again, once', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await threeBlocks(log)
    expect(await everything(log)).toEqual(expected)
    const left = died(place.dir)
    await log.close()
    for (let time = 0; time < 2; time++) {
      const again = await openLmdbLog({ dir: left })
      expect(await everything(again)).toEqual(expected)
      await again.close()
    }
    rmSync(left, { recursive: true })
  })

  it('shows everything to one who only reads, before and after the next process has merged it', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await threeBlocks(log)
    const left = died(place.dir)
    await log.close()
    const reader = await openLmdbLog({ dir: left, readOnly: true })
    expect(await everything(reader)).toEqual(expected)
    const next = runChild('opener.child.ts', [left])
    expect(await next.next()).toBe('open')
    expect(await everything(reader)).toEqual(expected)
    next.process.kill('SIGKILL')
    await next.ended
    expect(await everything(reader)).toEqual(expected)
    await reader.close()
    rmSync(left, { recursive: true })
  })

  it('opens with what is whole, wherever the last block was cut, and goes on from there', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await threeBlocks(log)
    const left = died(place.dir)
    await log.close()
    const [path] = journalPaths(left)
    const whole = readFileSync(path)
    const blocks = blocksIn(whole)
    const lengths = blocks.map(({ body }) => body.length + BLOCK_HEADER_BYTES)
    const end = lengths.reduce((sum, length) => sum + length, 0)
    const start = end - lengths.at(-1)!
    for (const at of [start, start + 1, start + BLOCK_HEADER_BYTES, start + 60, end - 1]) {
      const copy = `${left}.${at}`
      cpSync(left, copy, { recursive: true })
      truncateSync(journalPaths(copy)[0], at)
      const again = await openLmdbLog({ dir: copy })
      expect(await texts(again), `cut at ${at} of ${start} to ${end}`).toEqual(['a', 'b'])
      expect((await again.progress('g', partition)).next).toBe(2n)
      expect(again.has('id-c')).toBe(false)
      await again.append([aRecord('t', 'C')])
      await again.close()
      const once = await openLmdbLog({ dir: copy })
      expect(await texts(once)).toEqual(['a', 'b', 'C'])
      await once.close()
      rmSync(copy, { recursive: true })
    }
    rmSync(left, { recursive: true })
  })

  it('is not opened when a block between others is gone, for that was acknowledged', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await threeBlocks(log)
    const left = died(place.dir)
    await log.close()
    const [path, other] = journalPaths(left)
    // As after a turn: the last block in the other file, and the one before it damaged.
    const whole = readFileSync(path)
    const [one, two] = blocksIn(whole).map(({ body }) => body.length + BLOCK_HEADER_BYTES)
    writeFileSync(other, whole.subarray(one! + two!))
    whole[one! + BLOCK_HEADER_BYTES]! ^= 1
    writeFileSync(path, whole)
    await expect(openLmdbLog({ dir: left })).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' })
    rmSync(left, { recursive: true })
  })

  it('is not opened when a bit of a block is wrong that others follow, and is when none does', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await threeBlocks(log)
    const left = died(place.dir)
    await log.close()
    const [path] = journalPaths(left)
    const whole = readFileSync(path)
    const starts = blocksIn(whole).map((_, i, all) => endOfBlocks(all.slice(0, i)))
    const bodyOf = (block: number): number => starts[block]! + BLOCK_HEADER_BYTES + 1
    const lengthOf = (block: number): number => starts[block]! + 9
    const last = starts.length - 1
    for (const at of [0, 1, 2, last].flatMap(block => [starts[block]!, lengthOf(block), bodyOf(block)])) {
      const wrong = Buffer.from(whole)
      wrong[at]! ^= 4
      writeFileSync(path, wrong)
      const opened = await openLmdbLog({ dir: left, readOnly: true }).then(
        async again => {
          const found = await texts(again).catch(error => error)
          await again.close()
          return found
        },
        error => error,
      )
      if (at >= starts[last]!) expect(opened, `byte ${at}`).toEqual(['a', 'b'])
      else expect(opened, `byte ${at}`).toMatchObject({ code: 'LOG_UNAVAILABLE', details: { path } })
    }
    const wrong = Buffer.from(whole)
    wrong[bodyOf(1)]! ^= 4
    writeFileSync(path, wrong)
    await expect(openLmdbLog({ dir: left })).rejects.toMatchObject({
      code: 'LOG_UNAVAILABLE',
      message: expect.stringContaining(`no whole block at byte ${starts[1]}, yet block 3 at byte ${starts[2]}`),
    })
    rmSync(left, { recursive: true })
  })

  it('merges a block once, however often it is tried', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await threeBlocks(log)
    const left = died(place.dir)
    await log.close()
    const environment = await openEnvironment(left, false)
    const blocks = blocksAfter(left, mergedIn(environment))
    mergeBlocks(environment, blocks)
    const key = Buffer.from('store\0c')
    expect(String(environment.state.getBinary(key))).toBe('c')
    await environment.state.put(key, Buffer.from('newer'))
    mergeBlocks(environment, blocks)
    expect(String(environment.state.getBinary(key))).toBe('newer')
    await environment.root.close()
    rmSync(left, { recursive: true })
  })
})

describe('a log of the format without a journal', () => {
  it('is taken over as it is, and then refused by programs that know no other', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await threeBlocks(log)
    await log.close()
    for (const path of journalPaths(place.dir)) rmSync(path)
    const old = await openEnvironment(place.dir, false)
    await old.meta.put(Buffer.from('format'), Buffer.from('1'))
    await old.meta.remove(Buffer.from('journal'))
    await old.root.close()
    const reader = await openLmdbLog({ dir: place.dir, readOnly: true })
    expect(await everything(reader)).toEqual(expected)
    await reader.close()
    const taken = await openLmdbLog({ dir: place.dir })
    expect(await everything(taken)).toEqual(expected)
    await taken.append([aRecord('t', 'd')])
    await taken.close()
    const environment = await openEnvironment(place.dir, true)
    expect(String(environment.meta.getBinary(Buffer.from('format')))).toBe('2')
    await environment.root.close()
  })
})
