import { describe, expect, it } from 'vitest'
import { pages } from '../../infra/docs/pages.ts'
import { topologyPicture } from '../../infra/docs/topology.ts'
import { isStale } from '../../infra/docs/write.ts'
import { eventSchemas } from '../../schemas/assemble.ts'
import { topology } from '../../topics/topology.ts'
import { turnstream } from './turnstream.ts'

describe('the generated reference', () => {
  it.each(Object.keys(pages))('%s is fresh: npm run docs', path => {
    expect(isStale(path, pages[path]!())).toBe(false)
  })

  it('has every field of every event', () => {
    const text = pages['docs/reference/topics.md']!()
    for (const { record } of eventSchemas()) {
      expect(text).toContain(`### ${record.name}\n`)
      for (const { name } of record.fields) expect(text).toContain(`| \`${name}\` |`)
    }
  })

  it('draws every stage of the topology', () => {
    const picture = topologyPicture()
    for (const { name } of topology) expect(picture).toContain(`"${name}"`)
  })
})

describe('turnstream topics docs', () => {
  it('prints the page with --stdout', async () => {
    const { code, stdout } = await turnstream(['topics', 'docs', '--stdout'])
    expect(code).toBe(0)
    expect(stdout).toBe(pages['docs/reference/topics.md']!())
  })

  it('says with --check that the committed page is fresh', async () => {
    const { code, stdout } = await turnstream(['topics', 'docs', '--check', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ stale: false })
    expect(code).toBe(0)
  })
})
