import { describe, expect, it } from 'vitest'
import { createOverlay, type Overlaid } from './overlay.ts'

const bytes = (text: string) => Buffer.from(text)

describe('what is written by key and not in the tables yet', () => {
  it('keeps a newer write when an older one of the same key is merged', () => {
    const overlay = createOverlay()
    const first = [overlay.put('state', 'k', bytes('1'), 1)]
    const second = [overlay.put('state', 'k', null, 2)]
    overlay.drop(first, 1)
    expect(overlay.get('state', 'k')).toBeNull()
    overlay.drop(second, 2)
    expect(overlay.get('state', 'k')).toBeUndefined()
  })

  it('has, after a loss, what was there before, several writes of one key in one block included', () => {
    const overlay = createOverlay()
    overlay.put('meta', 'k', bytes('1'), 1)
    const lost: Overlaid[] = [overlay.put('meta', 'k', bytes('2'), 2), overlay.put('meta', 'k', bytes('3'), 2)]
    overlay.undo(lost, 0)
    expect(String(overlay.get('meta', 'k'))).toBe('1')
  })

  it('leaves to the tables, after a loss, what has been merged since', () => {
    const overlay = createOverlay()
    const merged = [overlay.put('meta', 'k', bytes('1'), 1)]
    const lost = [overlay.put('meta', 'k', bytes('2'), 2)]
    overlay.drop(merged, 1)
    overlay.undo(lost, 1)
    expect(overlay.get('meta', 'k')).toBeUndefined()
  })

  it('keeps tables apart, and lists by prefix', () => {
    const overlay = createOverlay()
    overlay.put('meta', 'a\0k', bytes('meta'), 1)
    overlay.put('state', 'a\0k', bytes('state'), 1)
    overlay.put('state', 'ab\0k', bytes('other'), 1)
    expect([...overlay.withPrefix('state', 'a\0')].map(([key, value]) => [key, String(value)])).toEqual([
      ['a\0k', 'state'],
    ])
  })
})
