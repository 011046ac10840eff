import { nlFiller, nlService } from './nl/service.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What Dutch questions to customer services say in more than one way. */
export const nl: Vocabulary = {
  filler: `
    de, het, een, deze, dit, die, dat, ik, jij, je, u, hij, zij, ze, we, wij, jullie, mij, me, mijn, jouw, uw, zijn, haar, ons, onze, hun, is, ben, bent, was, waren, wordt, worden, word, werd, heb, hebt, heeft, hebben, had, kan, kun, kunt, kunnen, mag, mogen, moet, moeten, wil, willen, zou, zal, er, hier, daar, in, op, aan, bij, met, van, voor, door, te, om, naar, over, per,
    en, of, maar, ook al, hoe, wat, welk, welke, waar, mogelijk, toegestaan, nodig, hulp, helpen, vraag, weten, betekent, gebeurt, doen, doe, manier, graag, alsjeblieft, alstublieft, bedankt, hallo, beschikbaar, bieden, gebruiken, gebruik, krijgen, krijg, vinden, vind, als, al, nog, dan ook,
    ${nlFiller},
    ook, tijdens, terwijl`,
  concepts: `
    refund: terugbetaling, geld terug, terugbetalen
    return: retourneren, terugsturen, retour
    cancel: annuleren, annuleer, annulering
    terminate: opzeggen, opzegging
    order: bestelling, bestellen
    pay: betalen, betaal, betaling
    ship: verzending, verzenden, levering, bezorgen, leveren, verzonden
    free: gratis, kosteloos
    cost: kost, kosten, prijs, hoeveel kost
    enable: inschakelen, activeren, aanzetten
    disable: uitschakelen, deactiveren, uitzetten
    change: wijzigen, veranderen, aanpassen, wijzig
    password: wachtwoord
    cover: dekt, gedekt, dekken
    country: land, landen
    insurance: verzekering
    when: wanneer, hoe laat
    why: waarom
    who: wie
    howlong: hoe lang, hoelang
    cheap: goedkoper, minder kost, goedkoop
    expensive: duurder, duur
    contact: contact, bereiken
  `,
  service: nlService,
  quantifiers: `
    all: alle, alles, elke, elk, iedere
    some: sommige, enkele
    only: alleen, slechts, enkel
    least: minstens, minimaal
    atmost: hoogstens, maximaal
    more: meer dan
    less: minder dan
  `,
  conditions: `
    unless: tenzij, behalve
    before: voordat, vóór
    after: nadat, na
    until: totdat, tot
  `,
  roles: `
    from: van, vanaf
    to: naar
    than: dan
  `,
  separable: {
    'schakel|zet': { in: 'enable', aan: 'enable', uit: 'disable' },
    meld: { aan: 'signup', af: 'unsubscribe' },
  },
}
