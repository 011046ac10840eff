/** Openers, courtesies and asides of Portuguese questions. */
export const ptFiller = `
    é possível, seria possível, tem como, há como, há alguma forma, há alguma maneira, existe alguma forma, existe alguma maneira, existe uma forma, tenho a possibilidade, é permitido, é permitida, posso eu, poderia, podemos, poderíamos, vocês podem, pode me dizer, podem me dizer, poderia me dizer, poderiam me dizer, me diga, pode me informar, gostaria de saber, queria saber, quero saber, preciso saber, eu gostaria, gostava de saber, me pergunto, tenho uma dúvida, tenho uma pergunta, uma dúvida, uma pergunta, dúvida, pergunta, pode me ajudar, podem me ajudar, poderia me ajudar, preciso de ajuda, me ajudem, me ajuda, bom dia, boa tarde, boa noite, oi, olá pessoal, tudo bem, muito obrigado, muito obrigada, obrigado desde já, desde já, agradeço, grato, grata, atenciosamente, abraços, desculpe, desculpa, com licença, por gentileza, se possível, por acaso,
    o que preciso fazer para, o que devo fazer para, o que tenho que fazer para, o que fazer para, o que faço para, o que fazer, o que posso fazer, como faço para, como faço, como fazer para, como fazer, como posso, como é que eu, como é que, como se faz, de que forma, de que maneira, qual é o procedimento, qual o procedimento, procedimento, quais são os passos, passos, passo a passo, qual a melhor forma, qual é a melhor forma, melhor forma, o que acontece se, o que acontece quando, acontecer, com vocês, de vocês, na sua loja, na loja de vocês, sua empresa, sua loja, cliente, clientes, como cliente, vocês têm, vocês oferecem, existe, existem, oferece, dispõe, disponíveis, ficar, fica, fico, será, seria, serão, sendo, estava, estar, estive, foram, era, tinha, tiver, houver, já, ainda, também não, exatamente, normalmente, geralmente, em geral, simplesmente, diretamente, facilmente, realmente, mesmo, então, informações, informação, informações sobre, mais informações, detalhes, sobre, a respeito de, em relação a, quanto a, em caso de, no caso de, caso, algo, alguém, algum, alguma, coisa, coisas, tipo, tipos, este, estes, estas, esses, essas, aquele, aquela, aquilo, dele, dela, deles, nosso, nossa, nossos, nossas, quero, queremos, devo eu, solicitar, solicito, pedir, peço, obter, receber um, pegar, ter que fazer, funciona, funcionam, realizar, efetuar, feito, realizado, pra, pro, num, numa, pelos, pelas, nesse, neste, nesta, nessa, desse, deste, desta, dessa, aí, aqui, ali, lá
`

/** What Portuguese questions to customer services say in more than one way. */
export const ptService = `
    refund: meu dinheiro de volta, devolução do dinheiro, reembolsado, estorno, ressarcimento, reaver meu dinheiro, receber meu dinheiro de volta, ser reembolsado, reembolsos, estornar, ser ressarcido, o dinheiro de volta, recuperar meu dinheiro
    return: devolvo, devolvido, fazer uma devolução, enviar de volta, mandar de volta, devoluções, devolver um produto
    exchange: trocar por, troca, trocas, trocar um produto
    cancel: cancelado, anulação, anulo, cancelada, desmarcar, desistir, cancelamentos
    cancel subscription: cancelar minha assinatura, cancelar a assinatura, encerrar minha assinatura, cancelo minha assinatura, cancelamento da assinatura, cancelar a minha assinatura, anular a assinatura
    subscription: assinatura, assinaturas, subscrição
    signup: cadastrar, registrar, inscrever, cadastro, inscrição, registro, me cadastrar, me inscrever, assinar, registar
    openaccount: abrir uma conta, criar uma conta, abro uma conta, crio uma conta, criar conta, abrir conta, abertura de conta
    deleteaccount: excluir minha conta, apagar minha conta, encerrar minha conta, fechar minha conta, eliminar a minha conta, deletar minha conta, excluir a conta, encerrar a conta, fechar a conta, excluo minha conta, cancelar minha conta, excluir a minha conta, apagar a minha conta, encerramento de conta
    login: entrar na minha conta, acessar minha conta, fazer login, login, iniciar sessão, acessar a conta, aceder à minha conta, logar, acesso minha conta
    cantlogin: não consigo entrar, não consigo acessar, não consigo fazer login, não consigo acessar minha conta, não consigo entrar na minha conta
    reset password: redefinir minha senha, recuperar minha senha, esqueci minha senha, redefinir a senha, recuperar a senha, esqueci a senha, nova senha, redefino minha senha, recupero minha senha, trocar a senha esquecida, esqueci a minha senha, recuperar a palavra-passe, redefinir a palavra-passe, repor a palavra-passe
    forget: esqueci, esquecer, esquecido
    order: pedidos, encomendas, compra, comprar, compro, encomendar, comprei, compras, adquirir, comprado
    book: reservar, reserva, reservo, reservas
    pay: pagamentos, pago, pagar com
    payment method: formas de pagamento, métodos de pagamento, meios de pagamento, como posso pagar, forma de pagamento, opções de pagamento, com o que posso pagar, modos de pagamento, método de pagamento
    ship: entregam, enviam, envios, entregas, entregue, entregar em, enviar
    cost ship: valor do frete, custo do frete, custo de envio, quanto custa o frete, quanto custa o envio, taxa de entrega, custos de envio, portes de envio, preço do frete, quanto custa a entrega, quanto é o frete, custo da entrega
    free ship: frete grátis, entrega grátis, envio gratuito, envio grátis, entrega gratuita, portes grátis, frete gratuito
    howlong ship: prazo de entrega, tempo de entrega, quanto tempo demora a entrega, quanto tempo leva a entrega, quanto tempo para entregar, em quanto tempo chega, quanto tempo leva para entregar, prazos de entrega, quanto demora a entrega, quanto tempo leva para chegar
    parcel: pacote, encomenda postal, pacotes
    track: rastrear, acompanhar, rastreamento, rastreio, seguir
    cost: custam, preços, custos, taxas, valor, qual o preço, qual é o preço, qual o valor, qual é o valor, quanto é, quanto pago, quanto preciso pagar, quanto tenho que pagar, quanto cobram, cobram, cobra, é cobrado, tarifa, tem custo, é pago, quanto fica, quanto sai, cobrança, qual o custo, qual é o custo, custo adicional, custaria, há custo, taxa adicional
    free: sem custo, sem custos, gratuitamente, sem taxa, de graça, sem pagar, gratuitos, sem cobrança, isento de taxa
    discount: desconto, descontos, promoção
    coupon: cupom, código promocional, código de desconto, cupom de desconto, cupão, cupons
    giftcard: vale-presente, cartão presente, cartão-presente, vale presente
    invoice: fatura, nota fiscal, boleto, faturas
    receipt: recibo, comprovante
    instalment: parcelar, parcelado, em parcelas, parcelas, prestações, em prestações, parcelamento, dividir o pagamento
    withdraw: sacar, saque, levantar dinheiro, retirar dinheiro, saques, levantamento, tirar dinheiro
    transfer: transferir, transferência, transferências, enviar dinheiro, mandar dinheiro
    account: conta, perfil, contas
    card: cartão, cartões
    creditcard: cartão de crédito, cartões de crédito
    limit: limite
    increase: aumentar, aumento, elevar, ampliar
    decrease: diminuir, reduzir, baixar, redução
    lock: bloquear, bloqueio, bloqueado
    unlock: desbloquear, desbloqueio
    change: alteração, mudança, modificar, atualizar, mudo, troco, atualizo, editar, modifico
    change address: mudei de endereço, novo endereço, mudança de endereço, mudar de endereço, alteração de endereço
    address: endereço, morada
    email: e-mail, email, correio eletrônico
    phone number: número de telefone, número de celular, número de telemóvel
    phone: telefone, celular, telemóvel, smartphone
    plan: plano, planos
    contract: contrato
    renew: renovar, renovação
    pause: pausar, suspender, suspensão, pausa
    trial: teste grátis, período de teste, teste gratuito, período experimental, testar
    enable: habilitar, ligar, ativado
    disable: desativação, desabilitar, desligar
    add: adicionar, adiciono, acrescentar, incluir um
    remove: remover, remoção, tirar
    delete: apagar, excluir, eliminar, deletar
    damaged: danificado, danificada, avariado, estragado
    broken: quebrado, quebrada, defeituoso, com defeito, defeito, não funciona, quebrou
    wrong: errado, errada, incorreto, trocado
    lost: perdi, perdido, perda, extraviado, perder
    stolen: roubado, roubo, furtado, roubada
    warranty: garantia
    repair: consertar, conserto, reparar, reparo, reparação
    item: produto, item, artigo, produtos, itens, mercadoria
    size: tamanho
    notarrived: não chegou, não recebi, ainda não chegou, não foi entregue
    arrive: chegar, chega, chegada
    late: atraso, atrasado, tarde, atrasada
    luggage: bagagem, mala, malas, bagagens
    handluggage: bagagem de mão, mala de mão
    fly: voo, voos, voar
    hotel: hotel
    room: quarto, quartos
    breakfast: café da manhã, pequeno-almoço
    include: incluso, incluído, inclui, inclusa, incluída, incluídos
    parking: estacionamento, estacionar, vaga
    pet: animal, animais, animais de estimação, animal de estimação, pets
    dog: cachorro, cão, cães, cachorros
    cat: gato, gatos
    kid: criança, crianças, filho, filhos
    doctor: médico, doutor
    prescription: receita, receita médica
    appointment: consulta, marcação, agendar uma consulta, marcar uma consulta, marcar consulta, agendar consulta
    reschedule: remarcar, adiar, reagendar, mudar a data
    documents: documentos, documentação
    agent: atendente, pessoa real, humano, agente, operador, ser humano
    talk: conversar
    contact: entrar em contato, contatar, falar com, contacto, entrar em contacto
    service: atendimento ao cliente, suporte, sac, apoio ao cliente, atendimento
    complaint: reclamação, queixa, reclamar, reclamações
    must: é necessário, é preciso, é obrigatório, tenho que, tem que, obrigatório, necessita, exigido, precisa de, preciso de, obrigatória, precisam
    whatneed: o que preciso, quais documentos preciso, que documentos são necessários, quais documentos são necessários, quais os documentos necessários
    howlong: quanto demora, quanto leva, em quanto tempo, quantos dias, qual o prazo, qual é o prazo, quanto tempo leva, quanto tempo demora, prazo, demora, quanto tempo tenho
    when: em que momento, que dia, em que dia, a partir de quando, que horas
    when open: horário de funcionamento, horário de abertura, que horas abre, que horas abrem, quando abre, horários, horários de funcionamento, que horas vocês abrem
    open: abrir, aberto, aberta, abre, abrem
    close: fechar, fechado, fecha, fecham
    why: por que motivo, por qual motivo, qual o motivo, porquê, motivo, razão
    whereis: onde fica, onde está, onde encontro, onde ficam, onde posso encontrar
    howmany: quantos, quantas
    see: ver, consultar, visualizar, verificar
    other: outro, outra, outros, outras, diferente
    abroad: exterior, no exterior, para o exterior, estrangeiro, outro país, outros países, internacional, fora do país
    online: online, pela internet, on-line, na internet, pelo site
    instore: na loja, na loja física, loja física
    shop: loja, lojas
    student: estudante, estudantes
    person: pessoa, pessoas
    urgent: rápido, urgente, imediatamente, logo
    early: antecedência, com antecedência, mais cedo, cedo
    points: pontos
    secure: segurança, protegidos, seguros
    data: dados
    personaldata: dados pessoais, meus dados
    wifi: wifi, wi-fi
    duplicate: duas vezes, em dobro
    monthly: por mês, mensal, mensalmente, todo mês
    annual: por ano, anual, anualmente, todo ano
`
