import { describe, expect, it } from 'vitest'
import { configurationOf, eventOf } from './fixtures.ts'
import { evolveViews, initialViews } from './views.ts'

const applied = (configuration: unknown) =>
  eventOf('ConfigurationApplied', { configuration: JSON.stringify(configuration), hash: '', by: 'test' })
const known = configurationOf({ cache: { threshold: 0.91 }, pools: { a: { kind: 'openai', model: 'm' } } })

describe('a configuration that another release has applied', () => {
  it('is read as it is where this release knows all of it', () => {
    const views = evolveViews(initialViews, applied(known), 4)
    expect(views).toMatchObject({ configuration: known, versions: { controlVersion: 4 } })
  })
  it('loses the options that this release does not know, at any depth', () => {
    const strange = {
      ...known,
      mood: 'sunny',
      cache: { ...known.cache, colour: 'blue' },
      pools: { a: { ...known.pools.a, aura: 1 } },
    }
    expect(evolveViews(initialViews, applied(strange), 4).configuration).toEqual(known)
  })
  it.each<[string, unknown]>([
    ['has a value that this release refuses', { ...known, cache: { threshold: 7 } }],
    ['is no object', 'hello'],
  ])('leaves the one before in force where it %s', (_what, configuration) => {
    const before = evolveViews(initialViews, applied(known), 4)
    expect(evolveViews(before, applied(configuration), 5).configuration).toBe(before.configuration)
  })
})
