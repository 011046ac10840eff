import { itFiller, itService } from './it/service.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What Italian questions to customer services say in more than one way. */
export const it: Vocabulary = {
  filler: `
    il, lo, la, i, gli, le, l, un, uno, una, questo, questa, quello, quella, io, tu, lui, lei, noi, voi, loro, mi, ti, si, ci, vi, ne, mio, mia, miei, mie, tuo, tua, suo, sua, vostro, vostra, è, sono, sei, siete, essere, ho, ha, hanno, avere, avete, c'è, ci sono, c, esiste, posso, può, possono, potrei, potete, si può, devo, deve,
    voglio, vorrei, bisogno, necessario, possibile, permesso, accettate, di, a, da, in, con, su, per, tra, fra, del, dello, della, dei, degli, delle, al, allo, alla, ai, agli, alle, dal, dalla, dall, nel, nella, sul, sulla, dell, all, e, o, ma, che, quali, quale, come, dove, se, cosa, che cosa, succede, fare, faccio, modo, aiuto, sapere, so, dire, significa, favore,
    per favore, grazie, ciao, buongiorno, disponibile, offrite, usare, uso, utilizzare, ottenere, entro,
    ${itFiller},
    anche, durante, mentre`,
  concepts: `
    refund: rimborso, rimborsare, soldi indietro
    return: restituire, reso, restituzione
    cancel: annullare, annullo, annullamento, disdire
    delete: cancellare, cancello, eliminare, elimino
    order: ordine
    pay: pagare, pagamento
    ship: spedizione, consegna, spedire
    free: gratis, gratuito, gratuita
    cost: costa, quanto costa, prezzo, costo
    enable: attivare, attivo, attivazione
    disable: disattivare, disattivo
    change: cambiare, modificare, cambio
    password: password
    cover: copre, coprire, coperti, coperto
    country: paese, paesi
    insurance: assicurazione
    when: quando, a che ora
    why: perché
    who: chi
    howlong: quanto tempo, quanto dura
    contact: contattare, parlare
  `,
  service: itService,
  quantifiers: `
    all: tutto, tutta, tutti, tutte, ogni
    some: alcuni, alcune, qualche
    only: solo, soltanto, solamente
    least: almeno, minimo
    atmost: al massimo, massimo
    more: più di, oltre
    less: meno di, sotto
  `,
  conditions: `
    unless: a meno che, tranne, salvo
    before: prima
    after: dopo
    until: finché
  `,
  roles: `
    from: da, dal, dalla
    to: a, al, verso
    than: di
  `,
}
