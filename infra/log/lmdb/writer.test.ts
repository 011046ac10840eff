import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { OpenBlock } from './blocks.ts'
import { openCatalogue } from './catalogue.ts'
import { openEnvironment } from './environment.ts'
import type { Journal } from './journal/journal.ts'
import type { Merger } from './merger.ts'
import { aRecord, scratch } from './scratch.ts'
import { createTail } from './tail.ts'
import { openWriter } from './writer.ts'

const MEGABYTE = 'x'.repeat(2 ** 20)

/** A writer over a journal that is always quick, and merges that only happen when a test says so. */
const withWriter = async (dir: string) => {
  const environment = await openEnvironment(dir, false)
  await environment.meta.put(
    Buffer.from('topic/t'),
    Buffer.from('{"number":0,"spec":{"name":"t","partitions":1,"cleanup":"delete","retentionMs":null}}'),
  )
  const tail = createTail(openCatalogue(environment), () => 0n)
  let losses = 0
  const journal: Pick<Journal, 'write'> = {
    write: async () => {
      if (losses-- > 0) throw new Error('no disk')
    },
  }
  let failure: Error | null = null
  const durable: OpenBlock[] = []
  const merger: Merger = {
    durable: block => void durable.push(block),
    turn: () => undefined,
    // A turn of the event loop, so that who asks again and again is seen to hang.
    merged: () => nextTurn(),
    write: async () => undefined,
    failure: () => failure,
    close: async () => undefined,
  }
  const told = { onPlaced: () => undefined, onDurable: () => undefined, onLost: () => undefined }
  const writer = openWriter({ tail, journal: journal as Journal, merger, sequence: 0, ...told })
  return {
    writer,
    append: () => writer.submit({ records: [aRecord('t', MEGABYTE)] }),
    merge: () => {
      for (const block of durable) tail.merged(block)
      writer.merged(durable.splice(0))
    },
    fail: () => {
      failure = new Error('no merge')
      writer.admit()
    },
    lose: () => {
      losses = 1
    },
    close: () => environment.root.close(),
  }
}

describe('a writer whose memory is full', () => {
  it('lets jobs wait for a merge, with the bytes they had, and places them in their order', async () => {
    using place = scratch()
    const { writer, append, merge, close } = await withWriter(place.dir)
    for (let i = 0; i < 32; i++) await append()
    const value = Buffer.from('before')
    const waiting = [writer.submit({ records: [{ ...aRecord('t', ''), value }] }), append()]
    value.write('after!')
    let settled = 0
    for (const each of waiting) void each.then(() => settled++)
    await nextTurn()
    expect(settled).toBe(0)
    merge()
    const placed = (await Promise.all(waiting)).flat()
    expect(placed.map(({ offset }) => offset)).toEqual([32n, 33n])
    expect(String(placed[0]!.value)).toBe('before')
    await close()
  })

  it('refuses jobs, those that wait included, while merges fail, and takes them again after one that does not', async () => {
    using place = scratch()
    const { append, merge, fail, close } = await withWriter(place.dir)
    for (let i = 0; i < 32; i++) await append()
    const waiting = append()
    fail()
    await expect(waiting).rejects.toThrow('no merge')
    await expect(append()).rejects.toThrow('no merge')
    merge()
    expect(await append()).toMatchObject([{ offset: 32n }])
    await close()
  })

  for (const closes of [false, true])
    it(`lets jobs in that wait when what fills it is lost${closes ? ', while it closes' : ''}`, async () => {
      using place = scratch()
      const { writer, append, lose, close } = await withWriter(place.dir)
      lose()
      const all = Array.from({ length: 34 }, append)
      const closing = closes ? writer.close() : null
      const settled = await Promise.allSettled(all)
      expect(settled.map(({ status }) => status)).toEqual([
        ...Array.from({ length: 32 }, () => 'rejected'),
        'fulfilled',
        'fulfilled',
      ])
      await closing
      await close()
    })
})
