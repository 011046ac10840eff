import { describe, expect, it } from 'vitest'
import { openLmdbLog } from './open.ts'
import { aRecord, oneTopic, runChild, scratch } from './scratch.ts'

describe('a log that is open for reading only', () => {
  it('sees what another process goes on writing, and is woken by it', async () => {
    using place = scratch()
    const child = runChild('committer.child.ts', [place.dir])
    expect(await child.next()).not.toBeNull()
    const log = await openLmdbLog({ dir: place.dir, readOnly: true })
    const left = { topic: 'left', partition: 0 }
    for (let round = 0; round < 5; round++) {
      const offset = await log.end(left)
      await log.wait({ ...left, offset }, AbortSignal.timeout(5_000))
      expect(await log.read({ ...left, offset }, 1)).toMatchObject([{ offset }])
    }
    child.process.kill('SIGKILL')
    await child.ended
    const last = BigInt(child.lines.at(-1)!)
    await log.wait({ ...left, offset: last }, AbortSignal.timeout(5_000))
    expect(await log.end(left), 'everything acknowledged').toBeGreaterThan(last)
    await log.close()
  })

  it('sees a topic that is created later', async () => {
    using place = scratch()
    const writer = await openLmdbLog({ dir: place.dir })
    const log = await openLmdbLog({ dir: place.dir, readOnly: true })
    await expect(log.end({ topic: 'later', partition: 0 })).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC' })
    await writer.createTopics(oneTopic('later'))
    await writer.append([aRecord('later', 'a')])
    await log.wait({ topic: 'later', partition: 0, offset: 0n }, AbortSignal.timeout(5_000))
    expect(await log.end({ topic: 'later', partition: 0 })).toBe(1n)
    await log.close()
    expect(await writer.append([aRecord('later', 'b')])).toHaveLength(1)
    await writer.close()
  })

  it('refuses every write', async () => {
    using place = scratch()
    await (await openLmdbLog({ dir: place.dir })).close()
    const log = await openLmdbLog({ dir: place.dir, readOnly: true })
    const refused = { code: 'LOG_UNAVAILABLE' }
    await expect(log.createTopics(oneTopic('t'))).rejects.toMatchObject(refused)
    await expect(log.append([])).rejects.toMatchObject(refused)
    await expect(log.commit({ records: [], progress: [], owners: [] })).rejects.toMatchObject(refused)
    await log.close()
  })

  it('needs a log', async () => {
    using place = scratch()
    await expect(openLmdbLog({ dir: place.dir, readOnly: true })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})
