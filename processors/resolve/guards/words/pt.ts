import { ptFiller, ptService } from './pt/service.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What Portuguese questions to customer services say in more than one way. */
export const pt: Vocabulary = {
  filler: `
    o, a, os, as, um, uma, uns, umas, este, esta, isto, esse, essa, isso, eu, ele, ela, nós, vocês, você, me, te, se, lhe, meu, minha, meus, minhas, seu, sua, seus, suas, é, são, sou, está, estão, estou, ser, foi, tem, têm, tenho, ter, há, posso, pode, podem, poderia, dá para, devo, deve, quero,
    queria, gostaria, preciso, precisa, necessário, possível, permitido, aceita, de, do, da, dos, das, em, no, na, nos, nas, com, por, para, pelo, pela, ao, à, e, ou, mas, que, quais, qual, como, onde, se, o que, acontece, fazer, faço, forma, maneira, método, ajuda, ajudar, saber, sei, dizer, significa, favor,
    por favor, obrigado, obrigada, olá, oi, bom dia, disponível, oferecem, usar, uso, utilizar, conseguir, consigo,
    ${ptFiller},
    também, durante, enquanto`,
  concepts: `
    refund: reembolso, reembolsar, dinheiro de volta, devolver o dinheiro
    return: devolver, devolução
    cancel: cancelar, cancelo, cancelamento, anular
    order: pedido, encomenda
    pay: pagar, pagamento
    ship: envio, entrega, entregar, frete
    free: grátis, gratuito, gratuita
    cost: custa, quanto custa, preço, custo, taxa, quanto
    enable: ativar, ativo, ativação
    disable: desativar, desativo
    change: mudar, alterar, trocar, altero
    password: senha, palavra-passe
    cover: cobre, cobrir, cobertos, coberto
    country: país, países
    insurance: seguro
    when: quando, a que horas
    why: por que, porque
    who: quem
    howlong: quanto tempo
    contact: contato, contactar, falar
  `,
  service: ptService,
  quantifiers: `
    all: todo, toda, todos, todas, cada
    some: alguns, algumas, vários
    only: só, somente, apenas
    least: pelo menos, no mínimo
    atmost: no máximo, até
    more: mais de, acima
    less: menos de, abaixo
  `,
  conditions: `
    unless: a menos que, exceto, salvo
    before: antes
    after: depois, após
    until: até que
  `,
  roles: `
    from: de, do, da, desde
    to: para, até
    than: que o, que a
  `,
}
