/** Openers, courtesies and asides of Italian questions. */
export const itFiller = `
    è possibile, sarebbe possibile, c'è modo di, c'è un modo per, esiste un modo per, ho la possibilità di, mi è permesso, si possono, posso io, potrei, potremmo, possiamo, potreste, può dirmi, potete dirmi, mi può dire, mi potete dire, mi sa dire, sapete dirmi, vorrei sapere, volevo sapere, mi chiedevo, mi chiedo, mi piacerebbe, ho una domanda, una domanda, mi serve aiuto, ho bisogno di aiuto, potete aiutarmi, può aiutarmi, mi aiutate, aiutarmi, salve, buonasera, buon giorno, grazie mille, grazie in anticipo, molte grazie, cordiali saluti, saluti, scusate, scusi, mi scusi, gentilmente, cortesemente, per cortesia, se possibile,
    cosa devo fare per, che cosa devo fare per, cosa bisogna fare per, come si fa a, come si fa per, come faccio a, come faccio per, come posso, come si può, in che modo, qual è la procedura, procedura, passaggi, quali passaggi, qual è il modo, il modo migliore, devo fare, da voi, presso di voi, con voi, nel vostro negozio, la vostra azienda, vostri, vostre, cliente, clienti, come cliente, avete, c'è, ci sono, ce, disponibili, esiste, offrite, viene, vengono, sarà, saranno, sarebbe, stato, stata, sto, sta, stanno, stare, già, ancora, anche solo, proprio, esattamente, normalmente, generalmente, di solito, semplicemente, direttamente, facilmente, informazioni, informazioni su, dettagli, riguardo, riguardo a, per quanto riguarda, in caso di, nel caso, caso, qualcosa, cose, cosa succede se, che succede, che cosa succede, tipo, tipi, quei, quegli, quelle, quelli, questi, queste, suoi, sue, tuoi, tue, nostro, nostra, nostri, nostre, vogliamo, vuole, voglia, deve, dobbiamo, richiedere, richiesta di, chiedere, chiedo, ottengo, avere, ricevere un, mettere, prendere, prendo, porto, portare, funziona, funzionano, effettuare, fatto, svolgere, sapete
`

/** What Italian questions to customer services say in more than one way. */
export const itService = `
    refund: rimborsato, rimborsati, rimborsate, riavere i soldi, riavere i miei soldi, avere indietro i soldi, rimborsi, essere rimborsato, indietro i soldi, indietro i miei soldi, rimborsata, restituzione dei soldi
    return: rendere, restituisco, rispedire, rimandare indietro, resi, fare un reso, effettuare un reso, restituito, mandare indietro, restituire un articolo
    exchange: cambiare con, sostituire con, scambiare
    cancel: annullato, cancellazione, disdetta, disdico, disdire la prenotazione, recedere, recesso, cancellare la prenotazione, cancellare l'ordine, cancellare il mio ordine, cancellare un ordine, cancellare la mia prenotazione, annullata
    cancel subscription: cancellare l'abbonamento, cancellare il mio abbonamento, disdire l'abbonamento, disdire il mio abbonamento, annullare l'abbonamento, annullare il mio abbonamento, disattivare l'abbonamento, disdico l'abbonamento
    subscription: abbonamento, abbonamenti, sottoscrizione
    signup: iscrivermi, registrarmi, iscrizione, registrazione, registrare, iscriversi, abbonarmi
    openaccount: aprire un conto, creare un account, apro un conto, aprire un account, creo un account, crearmi un account, apertura di un conto
    deleteaccount: eliminare il mio account, cancellare il mio account, chiudere il mio account, eliminare l'account, cancellare l'account, chiudere l'account, chiudere il mio conto, chiudere il conto, cancellare il mio profilo, elimino il mio account, cancello il mio account
    login: accedere, accesso, entrare nel mio account, accedo, login, loggarmi
    cantlogin: non riesco ad accedere, non riesco a entrare, non posso accedere
    reset password: reimpostare la password, recuperare la password, ho dimenticato la password, dimenticato la password, recupero la password, reimposto la password, nuova password, reimpostare la mia password, recuperare la mia password, ripristinare la password, dimenticato la mia password
    forget: dimenticato, dimenticare
    order: ordini, ordinare, acquisto, acquistare, comprare, compro, ordinato, acquistato, comprato, acquisti
    book: prenotare, prenotazione, prenoto, prenotato
    pay: pago, pagamenti, saldare, pagato
    payment method: metodi di pagamento, modalità di pagamento, come posso pagare, come si può pagare, forme di pagamento, con cosa posso pagare, metodo di pagamento, modi di pagamento, mezzi di pagamento
    ship: spedizioni, consegnare, consegnate, spedite, spedito, consegne, consegnato, spediscono
    cost ship: spese di spedizione, costi di spedizione, quanto costa la spedizione, costo della spedizione, spese di consegna, costi di consegna
    free ship: spedizione gratuita, spedizione gratis, consegna gratuita, consegna gratis
    howlong ship: tempi di consegna, tempi di spedizione, quanto tempo per la consegna, quanto ci mette la consegna, quanto tempo richiede la consegna, quanto dura la spedizione, in quanto tempo consegnate, quanto tempo ci vuole per la consegna
    parcel: pacco, pacchi, spedizione mia
    track: tracciare, seguire, rintracciare, monitorare, tracciamento, traccio
    cost: costano, prezzi, costi, tariffa, tariffe, commissione, commissioni, a pagamento, qual è il prezzo, qual è il costo, quanto devo pagare, quanto si paga, quanto viene, quanto pago, costerebbe, spese, a quanto ammonta, che prezzo, supplemento, costo aggiuntivo
    free: senza costi, senza spese, gratuitamente, senza costi aggiuntivi, gratuiti, gratuite
    discount: sconto, sconti, riduzione, scontato
    coupon: codice sconto, codice promozionale, buono sconto, codici sconto, coupon
    giftcard: buono regalo, carta regalo, buoni regalo
    invoice: fattura, fatture, bolletta
    receipt: ricevuta, scontrino
    instalment: a rate, rate, rateizzare, pagamento a rate
    withdraw: prelevare, prelievo, prelievi, prelevo
    transfer: bonifico, trasferire, bonifici, trasferimento
    account: conto, profilo, account
    card: carta, carte
    creditcard: carta di credito, carte di credito
    limit: limite, massimale
    increase: aumentare, alzare, aumento, incrementare
    decrease: ridurre, diminuire, abbassare
    lock: bloccare, blocco, bloccato
    unlock: sbloccare, sblocco
    change: modifica, modifico, aggiornare, variare, modificato, aggiorno
    address: indirizzo
    email: email, e-mail, posta elettronica, mail, indirizzo email
    phone number: numero di telefono, numero di cellulare
    phone: telefono, cellulare, smartphone
    plan: piano, tariffa telefonica, offerta
    contract: contratto
    renew: rinnovare, rinnovo
    pause: sospendere, mettere in pausa, sospensione, pausa
    trial: prova gratuita, periodo di prova, prova
    enable: attivato, accendere, abilitare
    disable: disattivazione, spegnere, disabilitare
    add: aggiungere, aggiungo, aggiunta
    remove: rimuovere, togliere
    damaged: danneggiato, danneggiata, rovinato
    broken: rotto, difettoso, guasto, rotta, difettosa, non funziona
    wrong: sbagliato, errato, sbagliata
    lost: perso, smarrito, perdere, smarrimento, perduto
    stolen: rubato, furto, rubata
    warranty: garanzia
    repair: riparare, riparazione
    item: articolo, prodotto, articoli, prodotti, merce
    size: taglia, misura
    notarrived: non è arrivato, non arriva, non ho ricevuto, mai arrivato, non è ancora arrivato
    arrive: arrivare, arrivo, arriva
    late: ritardo, tardi, in ritardo
    luggage: bagaglio, bagagli, valigia, valigie
    handluggage: bagaglio a mano, bagagli a mano
    fly: volo, voli, volare
    hotel: albergo, hotel
    room: camera, stanza, camere
    breakfast: colazione
    include: compreso, incluso, include, compresa, inclusa, comprende
    parking: parcheggio, parcheggiare, parcheggi
    pet: animali, animale, animali domestici
    dog: cane, cani
    cat: gatto, gatti
    kid: bambino, bambini, bambina
    doctor: medico, dottore
    prescription: ricetta, ricetta medica
    appointment: appuntamento, visita, prenotare un appuntamento, fissare un appuntamento, prendere un appuntamento
    reschedule: spostare, rimandare, rinviare, posticipare
    documents: documenti
    agent: operatore, persona reale, essere umano, addetto
    contact: parlare con, contatto, mettermi in contatto, raggiungere, contatto con
    service: servizio clienti, assistenza, assistenza clienti, supporto
    complaint: reclamo, lamentela, reclami
    must: bisogna, occorre, è necessario, serve, è obbligatorio, ho bisogno di, necessario, obbligatorio, devo per forza, ci vuole, servono
    whatneed: cosa serve, quali documenti servono, di cosa ho bisogno, che documenti servono
    howlong: quanto ci vuole, quanto tempo ci vuole, quanti giorni, entro quanto, in quanto tempo, quanto ci mette, quanto tempo serve, quanto tempo ho
    when: quando, in che momento, a quale ora, che ora, in che giorno, da quando
    when open: orari di apertura, orario di apertura, a che ora aprite, quando aprite, orari, a che ora apre
    open: aprire, aperto, aprite, apertura
    close: chiudere, chiuso, chiudete, chiusura
    why: per quale motivo, come mai, per quale ragione, motivo
    whereis: dove si trova, dov'è, dove sono, dove trovo, dove posso trovare, dove si trovano
    howmany: quanti, quante
    see: vedere, visualizzare, controllare, consultare
    other: altro, altra, altri, altre, diverso, diversa
    abroad: all'estero, estero, altri paesi, un altro paese
    online: online, su internet, via internet, in rete
    instore: in negozio
    shop: negozio, negozi
    student: studente, studenti
    person: persona, persone
    urgent: subito, urgente, immediatamente, velocemente
    early: prima del previsto, in anticipo, anticipo
    points: punti
    secure: sicuro, sicuri, al sicuro, sicurezza
    data: dati
    personaldata: dati personali, i miei dati
    wifi: wifi, wi-fi
    duplicate: due volte
    monthly: al mese, mensile, mensilmente, ogni mese
    annual: all'anno, annuale, ogni anno, annuo
`
