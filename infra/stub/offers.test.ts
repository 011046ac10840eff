import { expect, it } from 'vitest'
import { withOffers } from '../../processors/offer/instruction.ts'
import { offeredIn } from './offers.ts'

it('finds in a prompt the answers that it offers, of several lines too', () => {
  const texts = ['Thirty days.', 'Open My Orders.\n\n- Choose the parcel\n', 'Sixty.']
  const offers = texts.map((text, at) => ({
    entryId: `e${at}`,
    answerHash: `h${at}`,
    similarity: 1,
    text,
    sources: [],
  }))
  const messages = [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'How long?' },
  ]
  expect(offeredIn(withOffers(messages, offers))).toEqual(
    texts.map((text, at) => ({ label: `[[answer ${at + 1}]]`, text })),
  )
  expect(offeredIn(messages)).toEqual([])
})
