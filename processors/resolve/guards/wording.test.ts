import { describe, expect, it } from 'vitest'
import { judgedBy } from './guards.fixtures.ts'
import { wording } from './wording.ts'

const judged = judgedBy(wording)

describe('the wording guard', () => {
  it.each([
    ['how can i get reimbursed', 'how do i get a refund', 'en'],
    ['are shoes returnable', 'can i return shoes', 'en'],
    ['is it possible to open an account', 'can i create an account', 'en'],
    ['turn my alerts off please', 'how do i switch alerts off', 'en'],
    ['how do i hang wallpapers', 'how do i hang wall papers', 'en'],
    ['how do i chnage my email adress', 'how can i change my e-mail address', 'en'],
    ['what are the opening hours of the pharmacy', 'when is the pharmacy open', 'en'],
    ['wie schalte ich die benachrichtigungen aus', 'wie kann ich die benachrichtigungen deaktivieren', 'de'],
    ['¿como puedo anular la reserva', 'cómo cancelo mi reserva', 'es'],
    ["est-il possible d'annuler l'achat", 'puis-je annuler ma commande', 'fr'],
    ['如何申请退款', '怎么退款', 'zh'],
    ["come posso annullare l'ordine", 'come annullo un ordine', 'it'],
    ['how do i pay £20', 'how can i pay 20 pounds', 'en'],
    ['how long do i have to return an item', 'how long do i have for returning an item', 'en'],
    ['is the fee for being late 5 dollars', 'is the late fee 5 dollars', 'en'],
    ['sorry to bother you, is it possible to join now please', 'how do i become a member, thanks', 'en'],
    ['how can i log in to my account', 'how do i log in', 'en'],
    ['which plans do you have', 'what is your plan', 'en'],
    ['kann ich zwei gutscheine gleichzeitig einlösen', 'lässt sich ein gutschein kombinieren und zwei einlösen', 'de'],
    ['bieten sie studentenrabatt an', 'bekommen studenten rabatt', 'de'],
    ['¿cuál es el plazo de entrega', 'cuánto tarda el envío', 'es'],
    ['quels sont les frais de port', 'combien coûte la livraison', 'fr'],
    ['丢了银行卡怎么办', '银行卡丢失了该怎么办', 'zh'],
    ['quais são as formas de pagamento', 'como posso pagar', 'pt'],
    ['hoe krijg ik mijn geld terug', 'kan ik een terugbetaling krijgen', 'nl'],
  ])('lets "%s" pass for "%s"', (asked, stored, language) => {
    expect(judged(asked, stored, language)).toBeNull()
    expect(judged(stored, asked, language)).toBeNull()
  })

  it.each([
    ['can i return shoes bought on sale', 'can i return shoes', 'only asked: order, sal'],
    ['can i bring my cat on the train', 'can i bring my dog on the train', 'only asked: cat; only stored: dog'],
    ['how do i clean a hostel', 'how do i clean a hotel', null],
    ['why was it declined', 'when was it declined', 'only asked: why; only stored: when'],
    ['what does a hotel cost', 'what does a hostel cost', null],
    ['wo ist das günstigste handy', 'wo ist das teuerste handy', null],
    ['can i show id at the gate', 'do i have to show id at the gate', 'only stored: must'],
    ['are unpaid invoices kept', 'are paid invoices kept', null],
    ['which planes do you have', 'which plans do you have', null],
    ['is the late fee refundable', 'is the late flight refundable', null],
  ])('refuses "%s" for "%s"', (asked, stored, why) => {
    const said = judged(asked, stored)
    if (why === null) expect(said).not.toBeNull()
    else expect(said).toBe(why)
  })

  it('compares a language without a vocabulary word by word', () => {
    expect(judged('jak zwrócić buty', 'jak zwrócić buty', 'pl')).toBeNull()
    expect(judged('jak zwrócić buty', 'jak zwrócić kurtkę', 'pl')).toBe('only asked: buty; only stored: kurtke')
  })

  it('reads hostile text in linear time, and nothing at all without complaint', () => {
    expect(judged('a'.repeat(100_000), '')).not.toBeNull()
    expect(judged(' ?', '!')).toBeNull()
    expect(judged('no '.repeat(5_000), 'constructor __proto__')).not.toBeNull()
  })
})
