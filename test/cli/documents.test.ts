import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { scratch, start, turnstream } from './turnstream.ts'

describe('turnstream documents', { timeout: 120_000 }, () => {
  const at = scratch()
  afterAll(() => at.remove())
  const documents = (args: readonly string[], stdin?: string) =>
    turnstream(['documents', ...args, '--data-dir', at.dir], stdin === undefined ? {} : { stdin })
  const listed = async () => JSON.parse((await documents(['list', '--json'])).stdout).documents as readonly object[]
  const file = join(at.dir, 'gift wrap.md')

  it('refuses what it cannot take, and takes nothing of it', async () => {
    writeFileSync(file, '# Gift wrapping\n\nGifts are wrapped for 3 GBP.')
    expect(await documents(['put', file, join(at.dir, 'none.md')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('none.md cannot be read'),
    })
    expect(await documents(['put', '-'], 'words')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('say --id'),
    })
    expect(await documents(['put', file, '--scene', 'nowhere'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown scene; known are'),
    })
    expect(await documents(['put', '-', '--id', 'empty'], '# Nothing')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('empty has no words but headings'),
    })
    expect(await documents(['remove', 'empty'])).toMatchObject({ stderr: expect.stringContaining('has the id empty') })
    expect((await documents(['list'])).stdout).toBe('no documents\n')
  })

  it('takes files in by itself and through a running server, which rests on them', async () => {
    const put = await documents(['put', file, '--scene', 'returns', '--json'])
    expect(JSON.parse(put.stdout), put.stderr).toMatchObject({ documents: 1 })
    expect(await listed()).toMatchObject([
      { documentId: 'gift-wrap', title: 'Gift wrapping', scene: 'returns', revision: 1, passages: 1 },
    ])
    const server = start(['serve', '--data-dir', at.dir, '--port', '0'])
    await server.firstLine
    try {
      await documents(['put', file, '--scene', 'returns'])
      expect(await listed()).toMatchObject([{ revision: 1 }])
      await documents(['put', '-', '--id', 'gift-wrap', '--title', 'Wrapping'], 'Gifts are wrapped for 4 GBP.')
      expect(await listed()).toMatchObject([{ title: 'Wrapping', scene: 'general', revision: 2 }])
      const changes = JSON.parse((await turnstream(['policy', 'list', '--json', '--data-dir', at.dir])).stdout)
      expect(changes.policies).toMatchObject([{ match: { sources: ['gift-wrap'] }, by: 'command' }])
      expect((await documents(['remove', 'gift-wrap'])).stdout).toContain('1 document: done')
      expect(await listed()).toEqual([])
    } finally {
      server.child.kill('SIGTERM')
      await server.ended
    }
  })
})
