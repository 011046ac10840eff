import { describe, expect, it } from 'vitest'
import { openCatalogue } from './catalogue.ts'
import { openEnvironment } from './environment.ts'
import { openEventIndex } from './event-index.ts'
import { openLmdbLog } from './open.ts'
import { aRecord, oneTopic, scratch } from './scratch.ts'
import { type Block, createTail } from './tail.ts'

describe('the event index', () => {
  it('finds a record by its id, the first when it came twice, over restarts', async () => {
    using place = scratch()
    let log = await openLmdbLog({ dir: place.dir })
    await log.createTopics([...oneTopic('a'), ...oneTopic('b')])
    const long = 'x'.repeat(10_000)
    await log.append([aRecord('a', 'one', { ce_id: 'e-1' }), aRecord('b', 'two', { ce_id: 'e-2' })])
    await log.append([aRecord('b', 'again', { ce_id: 'e-1' }), aRecord('b', 'long', { ce_id: long })])
    for (const look of ['now', 'after a restart']) {
      expect(log.has('e-1'), look).toBe(true)
      expect(log.find('e-1')).toMatchObject({ topic: 'a', partition: 0, offset: 0n })
      expect(log.find('e-2')).toMatchObject({ topic: 'b', offset: 0n })
      expect(log.find(long)).toMatchObject({ topic: 'b', offset: 2n })
      expect(log.has('e-3')).toBe(false)
      expect(log.find('')).toBeNull()
      await log.close()
      log = await openLmdbLog({ dir: place.dir })
    }
    await log.close()
  })

  it('finds the records of a subject in the order in which they were appended, over all topics', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await log.createTopics([...oneTopic('a'), ...oneTopic('b')])
    const about = { ce_subject: 'turn-1' }
    await log.append([aRecord('b', '1', about), aRecord('a', '2', about), aRecord('a', '-', { ce_subject: 'turn-10' })])
    await Promise.all(['3', '4', '5'].map(value => log.append([aRecord(value === '4' ? 'b' : 'a', value, about)])))
    expect(log.ofSubject('turn-1').map(({ value }) => String(value))).toEqual(['1', '2', '3', '4', '5'])
    expect(log.ofSubject('turn')).toEqual([])
    await log.close()
  })

  it('takes what is at hand for the record at its place, and for no other', async () => {
    using place = scratch()
    let log = await openLmdbLog({ dir: place.dir })
    await log.createTopics([...oneTopic('a'), ...oneTopic('b')])
    const about = { ce_subject: 'turn-1' }
    await log.append([aRecord('a', '1', about), aRecord('b', '2', about), aRecord('a', '3', about)])
    await log.close()
    log = await openLmdbLog({ dir: place.dir, readOnly: true })
    const [atHand] = await log.read({ topic: 'a', partition: 0, offset: 1n }, 1)
    const found = log.ofSubject('turn-1', atHand)
    expect(found).toEqual(log.ofSubject('turn-1'))
    expect(found.map(each => each === atHand)).toEqual([false, false, true])
    for (const other of [{ topic: 'b' }, { partition: 1 }, { offset: 2n }])
      expect(log.ofSubject('turn-1', { ...atHand!, ...other, value: Buffer.from('another') })).toEqual(found)
    await log.close()
  })

  it('forgets what retention drops, and only that', async () => {
    using place = scratch()
    let log = await openLmdbLog({ dir: place.dir })
    await log.createTopics([...oneTopic('kept'), ...oneTopic('brief', { retentionMs: 1 })])
    const about = (id: string) => ({ ce_id: id, ce_subject: 'turn-1' })
    await log.append([
      aRecord('brief', '1', about('e-1')),
      aRecord('kept', '2', about('e-2')),
      aRecord('brief', '3', about('e-3')),
    ])
    expect(await log.applyRetention(Number.MAX_SAFE_INTEGER)).toBe(2)
    expect([log.has('e-1'), log.has('e-2'), log.has('e-3')]).toEqual([false, true, false])
    await log.close()
    log = await openLmdbLog({ dir: place.dir })
    // The order of appends goes on where it was, although the last record is gone.
    await log.append([aRecord('brief', '4', about('e-4'))])
    expect(log.ofSubject('turn-1').map(({ value }) => String(value))).toEqual(['2', '4'])
    await log.close()
  })

  it('has every record once, also when another tail comes during a look', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await log.createTopics(oneTopic('t'))
    const record = aRecord('t', '1', { ce_id: 'e-1', ce_subject: 'turn-1' })
    await log.append([record])
    await log.close()
    const environment = await openEnvironment(place.dir, true)
    const catalogue = openCatalogue(environment)
    const [before, after] = [createTail(catalogue, () => 0n), createTail(catalogue, () => 1n)]
    const block: Block = { number: 1, records: [], parts: [], overlaid: [] }
    before.add(block, before.partToWrite({ topic: 't', partition: 0 }), { ...record, offset: 0n })
    let looks = 0
    const index = openEventIndex(environment, catalogue, () => (looks++ === 0 ? before : after))
    expect(index.ofSubject('turn-1').map(({ value }) => String(value))).toEqual(['1'])
    looks = 0
    expect(index.find('e-1')).toMatchObject({ offset: 0n })
    expect(looks, 'at one tail').toBe(1)
    await environment.root.close()
  })
})
