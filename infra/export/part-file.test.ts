import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratch } from './export.fixtures.ts'
import { openPartFile } from './part-file.ts'

const bytes = Buffer.from('new')

describe('a file written beside its place', () => {
  it('is there when it is kept, and not before', async () => {
    using place = scratch()
    const part = await openPartFile(place.file('a.csv'), false)
    await part.write(bytes)
    expect(place.files()).toEqual(['a.csv.part'])
    await part.keep()
    await part.drop()
    expect(place.files()).toEqual(['a.csv'])
    expect(readFileSync(part.path, 'utf8')).toBe('new')
  })

  it('leaves nothing where it is dropped, and what was there as it was', async () => {
    using place = scratch()
    writeFileSync(place.file('a.csv'), 'old')
    const part = await openPartFile(place.file('a.csv'), true)
    await part.write(bytes)
    await part.drop()
    expect(place.files()).toEqual(['a.csv'])
    expect(readFileSync(part.path, 'utf8')).toBe('old')
  })

  it('is refused where a file is there, and replaces it by force, through a link too', async () => {
    using place = scratch()
    writeFileSync(place.file('a.csv'), 'old')
    symlinkSync(place.file('a.csv'), place.file('link.csv'))
    await expect(openPartFile(place.file('link.csv'), false)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('is there already: name another, or replace it with --force'),
    })
    const part = await openPartFile(place.file('link.csv'), true)
    await part.write(bytes)
    await part.keep()
    expect(readFileSync(place.file('a.csv'), 'utf8')).toBe('new')
    expect(place.files()).toEqual(['a.csv', 'link.csv'])
  })

  it('is refused while another writes it, or where one that was killed has left its part, and starts anew by force', async () => {
    using place = scratch()
    writeFileSync(place.file('a.csv.part'), 'left behind')
    const refused = openPartFile(place.file('a.csv'), false)
    await expect(refused).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('a.csv.part is there'),
    })
    expect(place.files()).toEqual(['a.csv.part'])
    const part = await openPartFile(place.file('a.csv'), true)
    await part.keep()
    expect(readFileSync(part.path, 'utf8')).toBe('')
  })

  it('is refused where no file can be', async () => {
    using place = scratch()
    mkdirSync(place.file('folder.csv'))
    await expect(openPartFile(place.file('folder.csv'), true)).rejects.toMatchObject({ code: 'USAGE' })
    await expect(openPartFile(place.file('none/a.csv'), false)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})
