import { describe, expect, it } from 'vitest'
import { condition } from './condition.ts'
import { judgedBy } from './guards.fixtures.ts'
import { quantifier } from './quantifier.ts'

describe('the quantifier guard', () => {
  const judged = judgedBy(quantifier)
  it.each([
    ['can i return some items', 'can i return all items', 'en', 'only asked: some; only stored: all'],
    ['are only members allowed', 'are members allowed', 'en', 'only asked: only'],
    ['is it free over £50', 'is it free under £50', 'en', 'only asked: more; only stored: less'],
    ['haben einige zimmer ein bad', 'haben alle zimmer ein bad', 'de', 'only asked: some; only stored: all'],
    ['最多订两晚吗', '至少订两晚吗', 'zh', 'only asked: atmost; only stored: least'],
  ])('refuses "%s" for "%s"', (asked, stored, language, why) => {
    expect(judged(asked, stored, language)).toBe(why)
  })
  it.each([
    ['can i return every item', 'can i return all of the items', 'en'],
    ['what happens over there', 'what happens there', 'en'],
    ['not at all', 'no', 'en'],
    ['la piscine est réservée uniquement aux membres', 'la piscine est réservée seulement aux membres', 'fr'],
  ])('lets "%s" pass for "%s"', (asked, stored, language) => {
    expect(judged(asked, stored, language)).toBeNull()
  })
})

describe('the condition guard', () => {
  const judged = judgedBy(condition)
  it.each([
    ['can i cancel before it ships', 'can i cancel after it ships', 'en', 'only asked: before; only stored: after'],
    ['can a minor fly unless a parent signs', 'can a minor fly if a parent signs', 'en', 'only asked: unless'],
    ['can i keep it only if i pay', 'can i keep it if i pay', 'en', 'only asked: onlyif'],
    [
      'puedo cancelar antes de pagar',
      'puedo cancelar después de pagar',
      'es',
      'only asked: before; only stored: after',
    ],
    ['发货前可以取消吗', '发货后可以取消吗', 'zh', 'only asked: before; only stored: after'],
  ])('refuses "%s" for "%s"', (asked, stored, language, why) => {
    expect(judged(asked, stored, language)).toBe(why)
  })
  it.each([
    ['what if my flight is late', 'what happens when my flight is late', 'en'],
    ['can i cancel once it has shipped', 'can i cancel after it has shipped', 'en'],
  ])('lets "%s" pass for "%s"', (asked, stored, language) => {
    expect(judged(asked, stored, language)).toBeNull()
  })
})
