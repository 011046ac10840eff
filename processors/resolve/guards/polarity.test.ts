import { describe, expect, it } from 'vitest'
import { judgedBy } from './guards.fixtures.ts'
import { polarity } from './polarity.ts'

const judged = judgedBy(polarity)

describe('the polarity guard', () => {
  it.each([
    ['is theft covered', 'is theft not covered', 'en'],
    ['how do i enable alerts', 'how do i disable alerts', 'en'],
    ['if i cancel do i not get a refund', 'if i do not cancel do i get a refund', 'en'],
    ['kann ich ohne ausweis fliegen', 'kann ich mit ausweis fliegen', 'de'],
    ['怎么订阅', '怎么退订', 'zh'],
  ])('refuses "%s" for "%s"', (asked, stored, language) => {
    expect(judged(asked, stored, language)).not.toBeNull()
    expect(judged(stored, asked, language)).not.toBeNull()
  })

  it.each([
    ['is theft not covered', 'is theft excluded', 'en'],
    ['can i fly without a passport', 'can i fly if i have no passport', 'en'],
    ['what if my parcel has not arrived', 'what if my parcel did not turn up', 'en'],
    ['my order came without the charger', 'the charger is missing from my order', 'en'],
    ['特别的包装要收费吗', '包装要收费吗', 'zh'],
  ])('lets "%s" pass for "%s"', (asked, stored, language) => {
    expect(judged(asked, stored, language)).toBeNull()
    expect(judged(stored, asked, language)).toBeNull()
  })
})
