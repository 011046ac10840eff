import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { openLmdbLog } from './open.ts'
import { runChild, scratch } from './scratch.ts'

const canLimit = spawnSync('prlimit', ['--version']).status === 0

describe('a disk without room', () => {
  it.skipIf(!canLimit)('refuses appends, half-writes none, and takes them again when there is room', async () => {
    using place = scratch()
    const child = runChild('filler.child.ts', [place.dir], ['prlimit', '--fsize=2000000:unlimited'])
    const [before, code] = (await child.next())!.split(' ')
    expect(code).toBe('LOG_UNAVAILABLE')
    expect(Number(before)).toBeGreaterThan(0)
    expect(await child.next(), 'what is there was acknowledged').toBe(before)
    expect(await child.next()).toBe('lifted')
    const after = `${Number(before) + 16}`
    expect(await child.next()).toBe(`${Array(8).fill('fulfilled')} ${after}`)
    expect(await child.next()).toBe(after)
    expect(await child.next()).toBe('closed')
    await child.ended
    const log = await openLmdbLog({ dir: place.dir })
    expect(await log.read({ topic: 't', partition: 0, offset: 0n }, 1e6)).toHaveLength(Number(after))
    await log.close()
  })
})
