/** Openers, courtesies and asides of Dutch questions. */
export const nlFiller = `
    is het mogelijk, zou het mogelijk zijn, is er een manier, is er een mogelijkheid, bestaat de mogelijkheid, mogelijkheid, heb ik de mogelijkheid, is het toegestaan, mag ik, zou ik, kunnen jullie, kunt u mij vertellen, kun je me vertellen, kunnen jullie me vertellen, ik wil graag weten, ik zou graag willen weten, ik zou willen weten, ik wil weten, ik vraag me af, ik vroeg me af, weet u, weet je, weten jullie, ik heb een vraag, een vraag, vraagje, een vraagje, korte vraag, kunt u mij helpen, kunnen jullie helpen, kun je helpen, help, ik heb hulp nodig, ik wil graag, ik zou graag, ik zou willen, ik wil, ik probeer, probeer, probeert, goedemorgen, goedemiddag, goedenavond, goedendag, hoi, hey, dag, beste, geachte, dank u, dank je, dankjewel, dank u wel, alvast bedankt, bij voorbaat dank, hartelijk dank, groeten, met vriendelijke groet, sorry, excuses, pardon, indien mogelijk, als het kan,
    wat moet ik doen om, wat moet ik doen, hoe moet ik, hoe kan ik, hoe kun je, hoe kan je, hoe kan men, hoe ga ik te werk, hoe werkt het, hoe werkt, hoe gaat, op welke manier, wat is de procedure, wat zijn de stappen, stappen, stap, procedure, proces, wat is de beste manier, beste manier, wat kan ik doen, wat gebeurt er, wat gebeurt er als, wat als, bij jullie, bij u, van jullie, van u, met jullie, in jullie winkel, in uw winkel, jullie bedrijf, uw bedrijf, klant, klanten, als klant, hebben jullie, heeft u, hebt u, bestaat, bestaan, beschikken, biedt, bieden jullie, aanbieden, aan te bieden, werkt, werken, gaat, gaan, ga, komt, komen, kom, neem, nemen, maken, maak, maakt, laat, laten, zullen, zouden, wordt er, geworden, geweest, gehad, zit, staat, eigenlijk, precies, gewoon, normaal, normaal gesproken, meestal, over het algemeen, eenvoudig, makkelijk, gemakkelijk, direct, echt, toch, even, dus, dan, toen, nou, wel, eens, ook, nu eenmaal, informatie, info, informatie over, details, met betrekking tot, wat betreft, in geval van, geval, iets, iemand, dingen, ding, soort, soorten, zo, zoals, omdat, want, zodat, om te, aanvragen, vraag aan, verkrijgen, ontvangen van, men, mezelf, zichzelf, zelf, hen, ze, dat, wie dan, hoe dan, eerder genoemd
`

/** What Dutch questions to customer services say in more than one way. */
export const nlService = `
    refund: terugbetaald, geld terugkrijgen, mijn geld terug, geld terugvragen, restitutie, terugbetalingen, terugbetaal, geld teruggestort, teruggestort
    return: terugzenden, teruggeven, terugbrengen, teruggestuurd, retouren, terugstuur, geretourneerd, stuur terug, retourneer, retourzending
    exchange: ruilen, omruilen, omwisselen, ruil
    cancel: geannuleerd, afzeggen, annulatie, annuleringen, intrekken, afgezegd, bestelling stopzetten
    terminate: opgezegd, beëindigen, stopzetten, zeg op, opzeg, beëindiging, opzeggen abonnement, zeggen
    subscription: abonnement, abonnementen
    signup: registreren, inschrijven, aanmelden, lid worden, registratie, inschrijving, abonneren
    unsubscribe: afmelden, uitschrijven
    openaccount: account aanmaken, rekening openen, account maken, een account aanmaken, een rekening openen
    deleteaccount: account verwijderen, account opheffen, rekening opheffen, rekening sluiten, mijn account verwijderen, account sluiten
    login: inloggen, log in, ingelogd, aanmelden bij
    cantlogin: niet inloggen, kan niet inloggen, niet meer inloggen
    reset password: wachtwoord vergeten, nieuw wachtwoord, wachtwoord opnieuw instellen, wachtwoord resetten, wachtwoord herstellen
    forget: vergeten
    order: bestel, besteld, bestellingen, kopen, aankoop, koop, gekocht, aanschaffen
    book: boeken, reserveren, boeking, reservering, boek, reserveer, geboekt
    pay: betaalt, betalingen, betaald, afrekenen, voldoen
    payment method: betaalmethoden, betaalmethodes, betaalmogelijkheden, betaalwijzen, hoe kan ik betalen, waarmee kan ik betalen, betaalopties, betaalmethode
    ship: verstuurd, versturen, bezorging, geleverd, bezorgd, verzendt, leveringen, levert, bezorgt, verstuurt
    cost ship: verzendkosten, bezorgkosten, leveringskosten, kosten van verzending, wat kost de verzending
    free ship: gratis verzending, gratis levering, gratis bezorging, gratis verzenden, gratis bezorgd, gratis verzonden
    howlong ship: levertijd, bezorgtijd, verzendtijd, hoe lang duurt de levering, hoe lang duurt de verzending, hoe lang duurt de bezorging, levertijden, hoe snel wordt geleverd, hoe snel leveren jullie
    parcel: pakket, pakje, zending, pakketje, pakketten
    track: volgen, traceren, track, volg
    cost: hoeveel kosten, wat kost, wat kosten, kosten voor, prijzen, tarief, hoe duur is, hoe duur, wat is de prijs, wat zijn de kosten, zijn er kosten, zitten er kosten aan, in rekening, bedrag, vergoeding betalen, toeslag, hoeveel moet ik betalen, hoeveel betaal ik, extra kosten
    free: zonder kosten, geen kosten, kost niets
    discount: korting, kortingen
    coupon: kortingscode, actiecode, kortingscodes
    giftcard: cadeaubon, cadeaukaart, cadeaubonnen
    invoice: factuur, rekening ontvangen, facturen, nota
    receipt: kassabon, bon, bonnetje, aankoopbewijs
    instalment: in termijnen, termijnen, gespreid betalen, gespreide betaling
    withdraw: opnemen, geld opnemen, pinnen, geldopname
    transfer: overmaken, overschrijven, overschrijving, overboeking, overboeken, geld overmaken
    account: account, rekening, profiel
    card: kaart, pas, bankpas, betaalpas
    creditcard: creditcard, kredietkaart
    limit: limiet
    increase: verhogen, verhoging, verhoog
    decrease: verlagen, verlaging, verlaag
    lock: blokkeren, blokkeer, geblokkeerd
    unlock: deblokkeren, ontgrendelen
    change: verander, gewijzigd, veranderd, wijziging, bijwerken, aangepast, pas aan, wijzigingen
    change address: adreswijziging, nieuw adres, verhuisd, verhuizing, verhuizen, verhuis
    address: adres
    ship address: bezorgadres, afleveradres, leveradres, verzendadres
    email: e-mail, e-mailadres, mailadres, email, mail
    phone number: telefoonnummer, mobiele nummer, mobiel nummer
    phone: telefoon, mobiel, smartphone, gsm, mobiele telefoon
    contract: contract, overeenkomst
    renew: verlengen, verlenging, vernieuwen
    pause: pauzeren, onderbreken, stilzetten, opschorten
    trial: proefperiode, gratis proberen, proefmaand, uitproberen
    enable: aandoen, activeer, ingeschakeld, geactiveerd
    disable: deactiveer, uitgeschakeld
    add: toevoegen, toegevoegd, voeg toe
    remove: verwijderen, verwijder
    damaged: beschadigd, beschadigde
    broken: kapot, defect, stuk, kapotte, defecte, werkt niet
    wrong: verkeerd, verkeerde, fout, onjuist
    lost: kwijt, verloren, verlies, kwijtgeraakt, kwijtraak
    stolen: gestolen, diefstal
    warranty: garantie
    repair: repareren, reparatie, maken laten, gerepareerd
    item: artikel, product, producten, artikelen, spullen
    size: maat
    shoe: schoen, schoenen
    notarrived: niet aangekomen, niet ontvangen, niet gekregen, niet bezorgd, niet geleverd, nog niet binnen
    arrive: aankomen, aankomst, aangekomen, binnen
    late: vertraging, te laat, vertraagd, laat
    luggage: bagage, koffer, koffers
    handluggage: handbagage
    fly: vlucht, vluchten, vliegen
    hotel: hotel
    room: kamer, kamers
    breakfast: ontbijt
    include: inbegrepen, inclusief, bij de prijs inbegrepen
    parking: parkeren, parkeerplaats, parkeerplek
    pet: huisdier, huisdieren, dieren
    dog: hond, honden
    cat: kat, katten
    kid: kind, kinderen
    doctor: arts, dokter, huisarts
    prescription: recept
    appointment: afspraak, afspraak maken, een afspraak maken
    reschedule: verplaatsen, verzetten, uitstellen, verschuiven
    documents: documenten, papieren
    agent: medewerker, echt persoon, mens, echt mens, medewerkster
    talk: spreken, praten
    contact: contact opnemen, bereik, contact opnemen met, in contact komen
    service: klantenservice, klantendienst, helpdesk
    complaint: klacht, klachten, klagen
    must: moet, moeten, verplicht, noodzakelijk, vereist, nodig, heb nodig
    howlong: hoeveel tijd, hoe snel, hoeveel dagen, hoe lang duurt, hoe lang duurt het, binnen hoeveel tijd, hoe lang heb ik, duurt
    when: op welk moment, op welke dag, vanaf wanneer, welke dag, hoe laat
    when open: openingstijden, openingsuren, hoe laat gaan open, wanneer zijn jullie open, hoe laat zijn jullie open, wanneer open
    open: open, openen, geopend
    close: sluiten, gesloten, sluit
    why: om welke reden, waardoor, hoe komt het, reden
    whereis: waar is, waar zijn, waar vind ik, waar kan ik vinden, waar bevindt zich
    howmany: hoeveel
    see: zien, bekijken, inzien, controleren
    other: ander, andere, anders
    abroad: buitenland, in het buitenland, naar het buitenland, ander land, andere landen
    online: online, via internet, op internet, via de website
    instore: in de winkel
    shop: winkel, winkels
    student: student, studenten
    urgent: snel, direct nodig, meteen, dringend, onmiddellijk
    early: vroeger, eerder, vroeg, vooraf
    points: punten
    secure: veilig, beveiligd
    data: gegevens
    personaldata: persoonsgegevens, persoonlijke gegevens, mijn gegevens
    wifi: wifi, wi-fi
    train: trein
    ticket: ticket, kaartje, kaartjes
    bicycle: fiets
    car: auto, wagen
    monthly: per maand, maandelijks, elke maand
    annual: per jaar, jaarlijks, elk jaar
    duplicate: twee keer, dubbel, tweemaal
`
