import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratch, steeredDisk } from '../scratch.ts'
import { BLOCK_HEADER_BYTES, blocksIn, type JournalBlock, sealBlock, USE_BYTES } from './format.ts'
import { journalPaths, openJournal } from './journal.ts'
import { blocksAfter } from './merge.ts'

const blockOf = (body: string): Buffer[] => [Buffer.alloc(BLOCK_HEADER_BYTES), Buffer.from(body)]
const bodies = (blocks: readonly JournalBlock[]): string[] => blocks.map(({ body }) => body.toString())

describe('the journal', () => {
  it('gives back what was written, in order, over a turn from one file to the other', async () => {
    using place = scratch()
    const journal = openJournal(place.dir, 4)
    await journal.write(blockOf('five'))
    await journal.write(blockOf('six'))
    expect(journal.turn()).toMatchObject({ file: 0, through: 6 })
    await journal.write(blockOf('seven'))
    await journal.close()
    const found = blocksAfter(place.dir, 4)
    expect(found.map(({ sequence }) => sequence)).toEqual([5, 6, 7])
    expect(bodies(found)).toEqual(['five', 'six', 'seven'])
    expect(bodies(blocksAfter(place.dir, 6))).toEqual(['seven'])
  })

  it('does not give back what an earlier use of a file has left behind', async () => {
    using place = scratch()
    const journal = openJournal(place.dir, 0)
    for (const body of ['one', 'two', 'three']) await journal.write(blockOf(body))
    journal.turn()
    await journal.write(blockOf('four'))
    journal.turn()
    // As long as the first block was: the second of the earlier use follows it.
    await journal.write(blockOf('555'))
    await journal.close()
    expect(bodies(blocksAfter(place.dir, 3))).toEqual(['four', '555'])
  })

  it('does not take bytes that a caller wrote for a block, where a block that failed has left them', async () => {
    using place = scratch()
    let fails = 0
    const journal = openJournal(place.dir, 0, async act => {
      await act()
      if (fails-- > 0) throw new Error('the disk says no')
    })
    await journal.write(blockOf('one'))
    // Someone who knows all but the use has a block where the one after the next is looked for.
    const forged = Buffer.concat(blockOf('forged'))
    sealBlock([forged], 3, Buffer.alloc(USE_BYTES, 7))
    fails = 1
    await expect(journal.write([...blockOf('two'), forged])).rejects.toThrow('the disk says no')
    await journal.write(blockOf('TWO'))
    await journal.close()
    expect(bodies(blocksAfter(place.dir, 0))).toEqual(['one', 'TWO'])
  })

  it('does not have a block that failed, although its bytes reached the disk', async () => {
    using place = scratch()
    const steered = steeredDisk()
    const journal = openJournal(place.dir, 0, steered.disk)
    await journal.write(blockOf('one'))
    steered.fail(1, 'after')
    await expect(journal.write(blockOf('two'))).rejects.toThrow('no space left')
    expect(bodies(blocksAfter(place.dir, 0))).toEqual(['one'])
    await journal.write(blockOf('TWO'))
    expect(bodies(blocksAfter(place.dir, 0))).toEqual(['one', 'TWO'])
    await journal.close()
  })

  it('takes no other block, and does not turn, before a block that failed is erased', async () => {
    using place = scratch()
    let acts = 0
    const journal = openJournal(place.dir, 0, async act => {
      acts++
      // The second is a write that only says that it failed; then nothing is done to the disk for a while.
      if (acts <= 2) await act()
      if (acts >= 2 && acts <= 6) throw new Error('the disk says no')
      if (acts > 6) await act()
    })
    await journal.write(blockOf('one'))
    await expect(journal.write(blockOf('two'))).rejects.toThrow()
    expect(bodies(blocksAfter(place.dir, 0)), 'nothing could be done about it').toEqual(['one', 'two'])
    expect(journal.turn()).toBeNull()
    await expect(journal.write(blockOf('TWO'))).rejects.toThrow()
    await journal.write(blockOf('TWO'))
    expect(bodies(blocksAfter(place.dir, 0))).toEqual(['one', 'TWO'])
    await journal.close()
  })

  it('has everything before a block that is cut, or has a wrong byte, anywhere', async () => {
    using place = scratch()
    const journal = openJournal(place.dir, 0)
    await journal.write(blockOf('one'))
    await journal.write(blockOf('two'))
    const stretch = journal.turn()
    await journal.close()
    const [path] = journalPaths(place.dir)
    const whole = readFileSync(path).subarray(0, stretch!.bytes)
    expect(bodies(blocksIn(whole))).toEqual(['one', 'two'])
    const second = BLOCK_HEADER_BYTES + 3
    for (let at = second; at < whole.length; at++) {
      expect(bodies(blocksIn(whole.subarray(0, at))), `cut at ${at}`).toEqual(['one'])
      const zeroed = Buffer.from(whole).fill(0, at)
      expect(bodies(blocksIn(zeroed)), `zeros from ${at}`).toEqual(['one'])
      const wrong = Buffer.from(whole)
      wrong[at]! ^= 0x10
      expect(bodies(blocksIn(wrong)), `byte ${at}`).toEqual(['one'])
    }
  })

  it('says which block is missing when the disk has lost one between others', async () => {
    using place = scratch()
    const journal = openJournal(place.dir, 0)
    for (const body of ['one', 'two']) await journal.write(blockOf(body))
    journal.turn()
    await journal.write(blockOf('three'))
    await journal.close()
    const [path] = journalPaths(place.dir)
    const bytes = readFileSync(path)
    bytes[BLOCK_HEADER_BYTES + 3]! ^= 1
    writeFileSync(path, bytes)
    expect(() => blocksAfter(place.dir, 0)).toThrow('block 2 is missing')
    expect(bodies(blocksAfter(place.dir, 2))).toEqual(['three'])
  })
})
