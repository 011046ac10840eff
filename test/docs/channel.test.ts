import { describe, expect, it } from 'vitest'
import { candidateOf, enrichmentOf } from '../../processors/fixtures.ts'
import { channel } from './channel.ts'

// #region test
const judged = (asked: string, stored: string): string | null =>
  channel.judge(enrichmentOf({ normalised: asked }), candidateOf({ question: stored }))

describe('the channel guard', () => {
  it.each([
    ['can i cancel by phone', 'can i cancel by e-mail', 'asked for phone, stored for email'],
    ['can i cancel', 'can i cancel by post', 'asked for no channel, stored for post'],
  ])('refuses "%s" for "%s"', (asked, stored, why) => {
    expect(judged(asked, stored)).toBe(why)
  })
  it.each([
    ['can i cancel by phone', 'is it possible to cancel over the phone'],
    ['can i cancel', 'how do i cancel'],
  ])('lets "%s" pass for "%s"', (asked, stored) => {
    expect(judged(asked, stored)).toBeNull()
  })
})
// #endregion
