import type { Catalogue } from './catalogue.ts'
import type { Environment } from './environment.ts'
import { type JournalBlock, visitEntries } from './journal/format.ts'
import { blocksAfter, mergedIn } from './journal/merge.ts'
import { seeWriter } from './lock.ts'
import { endOf } from './partitions.ts'
import { recordIn } from './record.ts'
import { type Block, createTail, type Tail } from './tail.ts'

/** Between two looks at who writes. */
const LOOK_MS = 250

const load = (environment: Environment, catalogue: Catalogue, blocks: readonly JournalBlock[]): Tail => {
  const tail = createTail(catalogue, (number, partition) => endOf(environment, number, partition))
  for (const { body, sequence } of blocks) {
    const block: Block = { number: sequence, records: [], parts: [], overlaid: [] }
    visitEntries(body, {
      record: (number, partition, offset, bytes) => {
        const topic = catalogue.nameOf(number)
        // A topic is in the tables before the first record of it is placed.
        if (topic === undefined) return
        tail.add(block, tail.partToWrite({ topic, partition }), recordIn(bytes, topic, partition, offset))
      },
      write: (table, key, value) => void tail.overlay.put(table, key.toString(), value, sequence),
    })
    tail.durable(block)
  }
  return tail
}

/**
 * The tail as a process sees it that only reads. Beside a running writer it is empty: what is in the journal comes into the
 * tables a moment later, and its last block might yet be lost. What a writer that is gone has left in the journal is read
 * from there, until the next one has merged it.
 */
export const openFollower = (environment: Environment, catalogue: Catalogue, dir: string): (() => Tail) => {
  const nothing = createTail(catalogue, (number, partition) => endOf(environment, number, partition))
  let tail = nothing
  let through = 0
  let lookedAt = Number.NEGATIVE_INFINITY
  let seen = ''

  const look = (): void => {
    environment.root.resetReadTxn()
    const merged = mergedIn(environment)
    if (merged >= through) tail = nothing
    const writer = seeWriter(dir)
    const now = `${writer.number}/${writer.alive}/${merged}`
    if (writer.alive || now === seen) return
    const blocks = blocksAfter(dir, merged)
    // Had another begun to write meanwhile, it would have been read half before and half after.
    if (seeWriter(dir).number !== writer.number) return
    seen = now
    if (blocks.length === 0) return
    tail = load(environment, catalogue, blocks)
    through = blocks.at(-1)!.sequence
  }

  return () => {
    if (performance.now() - lookedAt >= LOOK_MS) {
      look()
      lookedAt = performance.now()
    }
    return tail
  }
}
