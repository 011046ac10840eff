import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lockWriter } from './lock.ts'
import { openLmdbLog } from './open.ts'
import { runChild, scratch } from './scratch.ts'

const lockFile = (dir: string): string =>
  join(dir, readdirSync(dir).find(name => name.endsWith('.lock') && name.startsWith('writer.'))!)

describe('one writer per directory', () => {
  it('refuses a second process, naming the directory and the process that has it', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    const child = runChild('opener.child.ts', [place.dir])
    const said = await child.next()
    expect(said).toContain('LOG_IN_USE')
    expect(said).toContain(place.dir)
    expect(said).toContain(`process ${process.pid}`)
    await child.ended
    await log.close()
  })

  it('refuses a second opening in the same process', async () => {
    using place = scratch()
    const log = await openLmdbLog({ dir: place.dir })
    await expect(openLmdbLog({ dir: place.dir })).rejects.toMatchObject({ code: 'LOG_IN_USE' })
    await log.close()
    await (await openLmdbLog({ dir: place.dir })).close()
  })

  it('takes over from a process that was killed', async () => {
    using place = scratch()
    const child = runChild('opener.child.ts', [place.dir])
    expect(await child.next()).toBe('open')
    await expect(openLmdbLog({ dir: place.dir })).rejects.toMatchObject({ code: 'LOG_IN_USE' })
    child.process.kill('SIGKILL')
    await child.ended
    await (await openLmdbLog({ dir: place.dir })).close()
  })

  it('takes over when the process id now belongs to another process', () => {
    using place = scratch()
    lockWriter(place.dir)
    const file = lockFile(place.dir)
    expect(() => lockWriter(place.dir)).toThrow(place.dir)
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), startedAt: '1' }))
    lockWriter(place.dir).release()
  })

  it('believes a holder in another container for as long as it gives signs of life', () => {
    using place = scratch()
    lockWriter(place.dir)
    const file = lockFile(place.dir)
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), namespace: 'pid:[1]' }))
    expect(() => lockWriter(place.dir)).toThrow(place.dir)
  })

  it('goes to exactly one of many that find it stale at once', async () => {
    using place = scratch()
    const first = runChild('opener.child.ts', [place.dir])
    expect(await first.next()).toBe('open')
    first.process.kill('SIGKILL')
    await first.ended
    const rivals = Array.from({ length: 8 }, () => runChild('opener.child.ts', [place.dir]))
    const said = await Promise.all(rivals.map(rival => rival.next()))
    for (const { process } of rivals) process.kill('SIGKILL')
    await Promise.all(rivals.map(({ ended }) => ended))
    expect(said.filter(line => line === 'open')).toHaveLength(1)
    expect(said.filter(line => line?.startsWith('LOG_IN_USE'))).toHaveLength(7)
  }, 60_000)
})
