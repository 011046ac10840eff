/** Openers, courtesies and asides of German questions. */
export const deFiller = `
    ist es möglich, wäre es möglich, ist es erlaubt, ist es gestattet, gibt es die möglichkeit, gibt es eine möglichkeit, besteht die möglichkeit, gibt es einen weg, habe ich die möglichkeit, hat man die möglichkeit, wie kann man, wie geht das, wie gehe ich vor, wie mache ich das, wie funktioniert das, wie läuft das ab, was ist zu tun, was tun, was kann ich tun, was kann man tun, was mache ich, was muss ich tun um, wie muss ich vorgehen,
    können sie mir sagen, kannst du mir sagen, könnten sie mir sagen, könntest du mir sagen, sagen sie mir, sag mir, können sie mir erklären, könnten sie mir erklären, wissen sie, weißt du, ich würde gerne wissen, ich würde gern wissen, ich wüsste gern, ich wüsste gerne, ich möchte wissen, ich wollte wissen, ich wollte fragen, ich wollte mal fragen, ich möchte fragen, darf ich fragen, ich frage mich, mich würde interessieren, mich interessiert, ich habe eine frage, ich hätte eine frage, eine frage, kurze frage, nur eine kurze frage,
    können sie mir helfen, könnten sie mir helfen, kannst du mir helfen, ich brauche hilfe, ich benötige hilfe, brauche hilfe, hilfe bei, helfen sie mir, ich möchte gerne, ich möchte gern, ich würde gerne, ich würde gern, ich hätte gerne, ich hätte gern, ich versuche, ich will, ich plane, ich habe vor, ich überlege, ich interessiere mich, wollte, wollten, wünsche, versuche, versuchen, beabsichtige, gedenke, hallo zusammen, liebes team, liebe leute, sehr geehrte damen und herren, guten abend, moin, servus, grüß gott, grüezi, hey, na, grüße, viele grüße, mit freundlichen grüßen, freundliche grüße, liebe grüße, lg, mfg,
    vielen dank, danke schön, dankeschön, danke im voraus, vielen dank im voraus, besten dank, herzlichen dank, dank, im voraus, entschuldigung, entschuldigen sie, sorry, verzeihung, tut mir leid, leider, freundlicherweise, netterweise, falls möglich, wenn möglich, gegebenenfalls, ggf, eventuell, normalerweise, üblicherweise, gewöhnlich, generell, grundsätzlich, allgemein, im allgemeinen, prinzipiell, überhaupt, wirklich, tatsächlich, konkret, genau genommen, eigentlich, halt, ja, nämlich, also, irgendwie, irgendwo, irgendwann, irgendwas, irgendein, irgendeine, irgendeinen, irgendwelche, jemals, jederzeit, immer noch, noch, bereits, inzwischen, mittlerweile, trotzdem, dennoch, deshalb, deswegen, daher, somit, natürlich, selbstverständlich, problemlos, leicht, unkompliziert, am besten, besten, am einfachsten, einfachsten, am schnellsten, richtig, korrekt, persönlich, direkt,
    bei ihnen, bei euch, von ihnen, von euch, mit ihnen, mit euch, ihrerseits, eurerseits, in ihrem shop, in eurem shop, in ihrem laden, in eurem laden, in ihrem geschäft, in ihrem haus, ihr unternehmen, ihre firma, auf ihrer seite, ihr angebot, in ihrem sortiment, im sortiment, im angebot, führen sie, führt ihr, stellen, gestellt, kunde, kunden, kundin, als kunde, für kunden, zur verfügung, verfügung, steht zur verfügung, vorhanden, vorgesehen, inbegriffen sein, in anspruch nehmen, vornehmen, durchführen, erfolgen, erfolgt, abwickeln, erledigen, beantragen, beantrage, anfordern, fordere, bitten um, erhalten, bekommt man, kriege, kriegen, kriegt, hole, holen, nehmen, nehme, nimmt, lass, gehört, gehören, zählt, handelt, betrifft, bezüglich, betreffend, hinsichtlich, betreffs, was ist mit, wie sieht es mit, wie sieht es aus mit, wie steht es mit, wie verhält es sich mit, aussieht, sieht, verhält,
    was muss ich bei, was muss ich bei einem, was muss ich bei einer, was ist bei, wie hoch, wie hoch ist, details, informationen, information, infos, info, mehr informationen, mehr infos, näheres, einzelheiten, auskunft, angaben, anleitung, erklärung, tipp, tipps, bedingungen, regeln, regelung, richtlinien, welche regeln gelten, verfahren, prozess, methode, variante, option, fall, im fall, im falle, situation, bereich, beispiel, zum beispiel, z b, usw, etc, gerade dabei, sobald wie möglich, gut, ok, okay, in ordnung, alles, alles klar, mir, jemandem, jemanden, derzeitig, sowie, sowohl, beziehungsweise, bzw, damit, darüber, davon, darauf, darin, worauf, womit, woher, wodurch, wobei, wozu, hier, her, hin, dahin, solche, solcher, solches, solchen, jene, jener, jenes, deren, dessen, welchem, irgendwelcher, meins, meiner, deiner, deinen, deinem, eures, unserem, unserer, unseres, eurer, ihres, derselbe, dürft, darfst, dürfte ich, müsste, müssten, willst, wollt, bist du, wäre, wären, gewesen, geworden, sei, seien, habt, hatten, hätten, hättet, gehabt
`

/** What German questions about money, goods, travel, telephone, software and health say in more than one way. */
export const deService = `
    combine: gleichzeitig, zugleich, zusammen einlösen
    unaccompanied: ohne begleitung, allein, alleine, unbegleitet
    house: zu hause, zuhause, daheim
    advert: werbung, reklame
    tenant: mieter, mieterin, mietern
    landlord: vermieter, vermieterin
    refund: geld zurückbekommen, geld zurückerhalten, geld zurückerstattet, mein geld zurückbekommen, mein geld wiederbekommen, geld wieder, kostenerstattung, rückvergütung, zurückbezahlen, erstattet, geld zurückfordern, kaufpreis erstattet, rückerstattungen, zurückerstattung, geld wiederbekommen, zurückgezahlt, zurückzahlen, erstattungen, meinem geld
    return: zurücksenden, zurückgeschickt, zurückgesendet, zurückgegeben, zurückbringen, zurückgebracht, zurückgesandt, rückversand, rücksendungen, einsenden, einschicken, ware zurückgeben, rücknahme, zurücknehmen, retournierung, zurückschicke
    returnlabel: rücksendeetikett, retourenetikett, retourenlabel, rücksendelabel, retourenschein, rücksendeschein
    exchange: umgetauscht, tausche, eintauschen, austauschen, austausch, umtausche
    cancel: storniert, abbestellung, annullieren, annullierung, rückgängig machen, widerrufen, widerruf, abgesagt, absage, stornierungen, abblasen, stornieren lassen
    cancelfee: stornogebühr, stornogebühren, stornierungsgebühr, stornierungsgebühren, stornokosten, stornierungskosten
    terminate: gekündigt, kündigen möchte, vertrag beenden, beenden, beende, auflösung, vertragsende, aussteigen, austreten, kündigungen, abo beenden
    noticeperiod: kündigungsfrist, kündigungsfristen, frist für die kündigung, frist zum kündigen
    renew: verlängert, vertragsverlängerung, erneuern, erneuerung, erneuert
    autorenewal: automatische verlängerung, automatisch verlängert, automatisch verlängern, verlängert sich automatisch, von selbst verlängert, verlängert sich von selbst, automatische verlängerungen, automatischen verlängerung
    order: bestellungen, bestellt, aufträge, auftrag, ordern, geordert, kaufe, gekauft, einkauf, käufe, erworben, erwerb, order
    ordernumber: bestellnummer, auftragsnummer, nummer meiner bestellung, ordernummer
    sell: verkaufe, verkauft
    book: gebucht, reserviert, buchungen, reservierungen, vorbestellen, reserviere, vormerken
    parcel: pakete, lieferung abholen, packet
    ship: geschickt, ausgeliefert, ausliefern, zugestellt, lieferungen, versende, verschicke, zusenden, zugesandt, zuschicken, zugeschickt, versendung
    cost ship: versandgebühren, liefergebühren, lieferpreis, porto, portokosten, versandpreis, zustellgebühr, kosten für den versand, kosten für die lieferung, kosten des versands
    free ship: kostenloser versand, versandkostenfrei, portofrei, gratisversand, kostenlose lieferung, gratis versand, kostenfreier versand, kostenfreie lieferung, kostenlosen versand, lieferung kostenlos, versand kostenlos, versandkostenfreie lieferung
    express: expressversand, expresslieferung, eilzustellung, express, schnellversand, eilversand
    track: nachverfolgung, tracken, tracking, sendung verfolgen, verfolge, paketverfolgung, nachvollziehen wo, sehen wo, nachsehen wo
    trackingnumber: sendungsnummer, trackingnummer, paketnummer, sendungsverfolgungsnummer
    courier: paketbote, bote, zusteller, lieferdienst, paketdienst, kurier, zustelldienst
    pickup: abholen, abholung, abgeholt, hole ab, selbstabholung, selbst abholen
    neighbour: nachbar, nachbarn, nachbarin
    damaged: beschädigt, beschädigte, beschädigtes, beschädigter, kaputt angekommen, transportschaden
    broken: kaputt, defekt, defekte, defektes, defekter, nicht mehr funktioniert, funktioniert nicht, geht nicht, funktioniert nicht mehr, nicht funktioniert, kaputtes, kaputte, kaputter, mangelhaft, fehlerhaft, fehlerhaftes, fehlerhafte
    wrong: falsch, falsche, falscher, falsches, falschen, verkehrt, verkehrte
    wrongitem: falscher artikel, falschen artikel, falsches produkt, falsche ware, etwas anderes als bestellt, falschlieferung, falsche lieferung, falschen ware
    missing: fehlt, fehlen, fehlende, fehlender, fehlendes, unvollständig
    lost: verloren, verliere, verlieren, verlust, abhandengekommen, abhanden gekommen, verlegt
    stolen: gestohlen, geklaut, diebstahl, entwendet
    outofstock: ausverkauft, nicht vorrätig, nicht auf lager, nicht lieferbar, nicht verfügbar, vergriffen
    item: artikel, produkt, produkte, ware, waren, gegenstand, gegenstände
    gift: geschenk, geschenke, präsent
    giftwrap: geschenkverpackung, als geschenk verpackt, als geschenk verpacken, als geschenk einpacken, geschenkpapier, als geschenk eingepackt
    giftcard: geschenkgutschein, geschenkkarte, geschenkgutscheine
    coupon: aktionscode, promocode, gutscheincodes, promo-code, rabattgutschein
    discount: rabatte, preisnachlass, vergünstigung, vergünstigungen, ermäßigt, ermäßigungen, vergünstigt, preisermäßigung, prozente, nachlässe
    warranty: garantie, gewährleistung, garantiezeit, garantiefrist
    repair: reparieren, reparatur, repariert, instandsetzen, reparaturen
    replace: ersetzen, ersatz, austauschgerät, ersatzgerät, ersatzlieferung, ersetzt
    sparepart: ersatzteil, ersatzteile
    size: größe, größen
    sizechart: größentabelle, größentabellen
    toobig: zu groß, zu klein, passt nicht, passen nicht, falsche größe, nicht passt, nicht passen
    shoe: schuh, schuhe, schuhen
    clothes: kleidung, kleider, klamotten, bekleidung
    packaging: verpackung, originalverpackung, ovp, karton
    basket: warenkorb, einkaufswagen
    review: bewertung, bewertungen, rezension, bewerten, rezensionen
    points: punkte, bonuspunkte, treuepunkte, prämienpunkte
    redeem: einlösen, eingelöst, löse ein, einlösung
    earn: sammeln, gesammelt, sammle
    loyaltycard: kundenkarte, treueprogramm, bonusprogramm, treuekarte, bonuskarte
    pay: gezahlt, bezahlt, zahlungen, zahlbar, zahlung leisten, bezahlungen, entrichten
    payment method: zahlungsart, zahlungsmethode, bezahlmöglichkeiten, zahlungsmöglichkeit, bezahlarten, bezahlmethoden, zahlungsoptionen, womit kann ich bezahlen, womit kann ich zahlen, womit kann man bezahlen, womit kann man zahlen, wie kann man bezahlen, wie kann ich zahlen, wie kann ich bezahlen, welche möglichkeiten der bezahlung, wie bezahle ich, wie zahle ich, auf welche weise kann ich bezahlen
    cost: kosten für, welche kosten, welche gebühren, fallen kosten an, fallen gebühren an, fällt eine gebühr an, wie viel muss ich zahlen, wie viel muss ich bezahlen, was muss ich zahlen, was muss ich bezahlen, was zahle ich, wie viel zahle ich, wie hoch sind die kosten, wie hoch ist die gebühr, wie hoch sind die gebühren, wie hoch ist der preis, welcher preis, preise, kostenpflichtig, entgelt, was verlangen sie, gekostet, zu welchem preis, preislich, wie viel geld, aufpreis, zuschlag, extrakosten, zusatzkosten, extra kosten, kosten extra, kostet extra, zusätzliche kosten, zusätzliche gebühr, mit kosten verbunden
    free: ohne kosten, ohne aufpreis, ohne zusatzkosten, ohne gebühr, ohne gebühren, kein geld, nichts kostet, kostet nichts, kosten nichts, kostenlose, kostenloser, kostenlosen, kostenloses, gratis dabei, unentgeltlich, kostenfreie
    invoice: rechnungen, rechnungskopie
    receipt: quittung, kassenbon, beleg, kaufbeleg, kassenzettel, bon
    reminder: mahnung, zahlungserinnerung
    directdebit: lastschrift, bankeinzug, lastschriftverfahren, sepa-lastschrift, einzugsermächtigung
    standingorder: dauerauftrag, daueraufträge
    balance: kontostand, guthaben, saldo
    bank: bank, banken
    transfer: überwiesen, geld senden, geld schicken, geldtransfer, überweisungen
    withdraw: abheben, auszahlen, geld abheben, bargeld abheben, auszahlung, abgehoben, bargeldabhebung, bargeld auszahlen, abhebung, hebe ab, hebe geld ab
    depositmoney: einzahlen, einzahlung, einbezahlen, geld einzahlen, bargeld einzahlen, zahle ein, eingezahlt
    money: geld, bargeld
    machine: automaten, geldautomat, bankautomat, geldautomaten, bankautomaten
    card: karte, karten
    bankcard: bankkarte, ec-karte, girokarte, debitkarte
    creditcard: kreditkarten
    pin: pin, geheimzahl, pin-nummer
    loan: kredit, darlehen, kredite
    interest: zinsen, zinssatz, zins
    savings: sparkonto, tagesgeldkonto
    checking: girokonto
    mortgage: hypothek, baufinanzierung, immobilienkredit
    instalment: ratenzahlungen, monatlichen raten, teilzahlung, teilzahlungen, ratenkauf, auf raten, in teilen zahlen, in monatsraten, stückeln
    taxes: mehrwertsteuer, steuer, steuern, mwst, umsatzsteuer
    claim: schadensfälle, schadensmeldung, schadenmeldung, schäden
    report claim: schaden melden, schadensfall melden, schaden anzeigen, melde einen schaden
    insurance: versicherungen, versicherungsschutz, versicherungspolice
    cover: versichert gegen, versichert, mitversichert, abgesichert, erstattet die versicherung, kommt auf für, abdecken, versicherungsschutz besteht
    excluded: nicht gedeckt, nicht versichert, nicht abgedeckt, ausgeschlossen
    excess: selbstbeteiligung, selbstbehalt, eigenanteil
    premium: beitrag, prämie, beiträge, versicherungsbeitrag
    accident: unfall, unfälle
    account: konten, benutzerkonten, nutzerkonto, account, profil, kundenaccount
    bankdetails: bankverbindung, bankdaten, kontodaten, kontoverbindung
    open account: konto eröffnen, konto anlegen, konto erstellen, benutzerkonto anlegen, benutzerkonto erstellen, kundenkonto anlegen, kundenkonto erstellen, account erstellen, account anlegen, konto einrichten, neues konto, ein konto aufmachen, konto aufmachen
    delete account: konto löschen, account löschen, kundenkonto löschen, benutzerkonto löschen, profil löschen, konto entfernen, kontolöschung, konto schließen, konto auflösen, kontoschließung, account schließen, kontoauflösung, lösche mein konto, lösche ich mein konto, lösche ich meinen account
    signup: registriere, registriert, angemeldet, melde mich an, abonniert, beitreten, mitglied werden, anmelde, beitritt, einschreiben
    unsubscribe: abgemeldet, austragen, abbestelle, nicht mehr erhalten, keine mehr erhalten, nicht mehr bekommen
    login: logge, eingeloggt, einloggt, anmelden in, zugang, zugriff auf mein konto, in mein konto kommen, in mein konto
    cantlogin: nicht einloggen, nicht anmelden, komme nicht in mein konto, einloggen nicht möglich, nicht mehr einloggen, nicht in mein konto, anmeldung funktioniert nicht, login funktioniert nicht
    password: passwörter, kennwörter, zugangspasswort
    reset password: neues passwort, passwort zurücksetzen, passwort vergessen, kennwort vergessen, kennwort zurücksetzen, neues kennwort, passwort wiederherstellen, passwort wiedererlangen
    forget: vergaß, erinnere mich nicht, weiß nicht mehr, nicht mehr erinnern, verlegt
    username: benutzername, nutzername, benutzernamen, nutzernamen, anmeldename
    change: geändert, ändert, verändern, aktualisierung, aktualisiere, bearbeite, bearbeitung, passe an, angepasst, änderungen, umändern, abändern, korrigieren, berichtigen, modifizieren, korrektur, umstellen
    change address: adressänderung, neue adresse, umgezogen, umzug, umziehen, umziehe, ziehe um, neue anschrift, adresse hat sich geändert, anschrift ändern, adresswechsel
    change name: namensänderung, neuer name
    address: adresse, anschrift
    invoice address: rechnungsadresse, rechnungsanschrift
    ship address: lieferadresse, lieferanschrift, versandadresse
    email: e-mail, email, mail, e-mail-adresse, emailadresse, mailadresse, mail-adresse, e-mailadresse
    phone number: telefonnummer, rufnummer, handynummer, mobilnummer
    keepnumber: rufnummernmitnahme, rufnummer mitnehmen, nummer mitnehmen, nummer behalten, rufnummer behalten, handynummer behalten, telefonnummer behalten, handynummer mitnehmen, nummer portieren, rufnummernportierung
    switch: gewechselt, umstieg, wechsle, umstellung, hochstufen
    increase: erhöht, höher, raufsetzen, hochsetzen, anhebung, vergrößern, heraufsetzung, aufstocken
    decrease: gesenkt, senkung, runtersetzen, reduzierung, reduziere, verkleinern, verringerung, niedriger
    lock: gesperrt, blockiert, sperren lassen, kartensperre, einfrieren
    unlock: entsperrt, freigeschaltet, entsperrung, freischaltung, freigeben
    add: hinzugefügt, ergänzung, hinzunehmen, hinzubuchen, dazubuchen, hinzu, zufügen, zusätzlich, zusätzliche, zusätzlichen, zusätzliches
    delete: entfernt, herausnehmen, entfernung, wegnehmen
    delete: gelöscht, löscht, löschungen
    connect: verbunden, verbindung, gekoppelt, verknüpfen, anschluss, verknüpfe, anschließe, koppele
    enable: aktiviert, eingeschaltet, freischalten lassen, einschalte, angeschaltet, anmachen
    disable: deaktiviert, ausgeschaltet, abgeschaltet, abstellen, ausmachen, schalte ab
    install: installiere, installiert, einrichten, einrichtung
    update: update, updates, neueste version
    download: herunterladen, download, heruntergeladen, runterladen, lade herunter
    upload: hochladen, hochgeladen, upload
    export: exportieren, export, exportiert
    import: importieren, import
    backup: backup, sicherung, datensicherung, sichern, sicherungskopie
    restore: wiederherstellen, wiederherstellung, wiederhergestellt
    save: speichern, gespeichert, abspeichern
    share: teilen, geteilt
    invite: einladen, einladung, lade ein
    data: daten
    personaldata: persönliche daten, persönlichen daten, personenbezogene daten, personenbezogenen daten, meine daten, meinen daten, kundendaten
    secure: sicher, geschützt, sicherheit
    language: sprache, sprachen
    settings: einstellungen, einstellung
    notification: benachrichtigung, benachrichtigungen, push-nachrichten, mitteilungen
    newsletter: newsletter, werbemails, werbe-mails, rundmail
    internet: internet, internetverbindung
    wlan: wlan-netz, w-lan, drahtloses internet, wireless
    wlan password: wlan-passwort, wlan-schlüssel, wlan-kennwort, wifi-passwort, wlan-code
    slowinternet: internet langsam, langsames internet, internet so langsam, internet ist langsam, langsame verbindung, verbindung langsam
    router: router, modem
    sim: sim-karte, sim, simkarte
    esim: esim, e-sim
    roaming: roaming, datenroaming
    mobiledata: datenvolumen, mobile daten, mobilen daten
    plan: tarif, tarife, tarifs
    switch plan: tarifwechsel, tarif wechseln, tarif ändern, anderen tarif, wechsle ich meinen tarif, in einen anderen tarif
    contract: vertrag, verträge, vertrags, vertragsverhältnis
    minimumterm: mindestlaufzeit, mindestvertragslaufzeit, vertragslaufzeit
    subscription: abo, abos, abonnement, abonnements
    membership: mitgliedschaft
    trial: probezeit, testphase, probemonat, testversion, testzeitraum, probeabo, kostenlos testen, kostenlose testphase, probezeitraum, testen
    pause: pausieren, unterbrechen, aussetzen, pause, ruhen lassen, pausiere, stilllegen
    resume: fortsetzen, wieder aufnehmen, fortführen
    cellphone: handys, smartphones, mobiltelefone, mobilgerät
    computer: computer, pc, rechner
    laptop: laptop, notebook
    device: gerät, geräte
    app: app, anwendung, applikation
    file: datei, dateien
    photo: foto, bild, fotos, bilder
    agent: echter mensch, echten menschen, richtigen menschen, kundenberater, sachbearbeiter, servicemitarbeiter, person, mitarbeiterin, kundendienstmitarbeiter, mit jemandem sprechen, mitarbeitern
    talk: gespräch, unterhalten, rede, spreche
    contact: kontaktiere, kontakt aufnehmen, in kontakt treten, in verbindung setzen, melden bei, sich wenden an, wende, wenden, kontaktdaten, kontaktaufnahme, erreichbar, anrufen, telefonisch erreichen
    service: hotline, kundenhotline, service-hotline, servicehotline, kundenbetreuer, kunden-service, hilfsteam
    callback: rückruf, zurückrufen
    complaint: beschwerde, beschweren, reklamation, reklamieren, beschwere, reklamiere, beanstanden, beanstandung
    documents: papiere, dokument, nachweise, nachweis
    whatneed: was brauche ich, was benötige ich, was wird benötigt, was muss ich mitbringen, welche unterlagen brauche ich, welche unterlagen benötige ich, welche unterlagen sind erforderlich, welche unterlagen sind nötig, welche dokumente brauche ich, welche dokumente benötige ich, welche dokumente sind erforderlich, welche papiere brauche ich, welche unterlagen muss ich mitbringen, welche unterlagen werden benötigt, welche dokumente werden benötigt, was ist erforderlich, was ist mitzubringen, was sollte ich mitbringen
    must: müsste ich, zwingend erforderlich, verpflichtend, verlangt, vorgeschrieben, obligatorisch, bedarf, bedarf es, muss man, ist es nötig, ist es notwendig, ist es erforderlich, ist es pflicht, bin ich verpflichtet, notwendigerweise, voraussetzung, erfordert, musst, müsst
    howlong: wie schnell, in welcher zeit, wie lange dauert es, wie lange braucht, welche dauer, wie viele tage, innerhalb welcher zeit, wie viele tage dauert, wie viel zeit habe ich, wie lange habe ich zeit, wie lange kann ich, zeitraum, in welchem zeitraum, wie lange hat man zeit, wie viel zeit bleibt
    howlong ship: wie lange dauert die lieferung, wie lange dauert der versand, wie schnell liefern sie, wann wird geliefert, wie lange braucht die lieferung, wie schnell wird geliefert, wie lange dauert die zustellung, wie lange ist die lieferzeit, wie lang ist die lieferzeit, wie schnell ist die lieferung, wie lange ist der versand
    deadline: bis wann, frist, stichtag, spätestens, späteste, letzter termin, einsendeschluss, wie lange im voraus
    when: zu welchem zeitpunkt, zu welcher uhrzeit, an welchem tag, ab wann, um welche uhrzeit, welche uhrzeit, an welchem datum, welches datum, welchen tag
    when isopen: öffnungszeiten, geschäftszeiten, öffnungszeit, wann haben sie auf, wann haben sie geöffnet, wann habt ihr auf, wann habt ihr geöffnet, wann hat geöffnet, wann öffnen sie, wann macht auf, wie sind die öffnungszeiten, wie sind ihre öffnungszeiten, was sind ihre öffnungszeiten, zu welchen zeiten geöffnet, betriebszeiten
    isopen: auf hat, geöffnete, aufgemacht
    closed: geschlossen, zu haben
    howmany: wie viele, anzahl
    howoften: wie oft, wie häufig
    why: aus welchen gründen, was ist der grund, wie kommt es, woran liegt es, warum wird, grund
    whereis: wo befindet sich, wo befinden sich, wo finde ich, wo kann ich finden, wo liegen, wo gibt es, standort
    see: sehen, ansehen, einsehen, anschauen, anzeigen, nachsehen, prüfen, überprüfen, einblick, abrufen, nachschauen, schaue, kontrollieren
    choose: auswählen, wählen, aussuchen, wähle, auswahl
    other: andere, anderer, anderes, anderen, anderem, weitere, weiteren, weiterer, weiteres
    someoneelse: jemand anderen, jemand anders, jemand anderes, andere person, anderen person, dritte, dritten, jemand anderem
    same: gleiche, gleichen, selbe, selben, dasselbe, denselben
    new: neu, neue, neuen, neuer, neues
    send: gesendet, geschickt bekommen, einreichen, übermitteln, abschicken
    receive: empfangen bekommen
    arrive: angekommen, ankommt, eintreffen, eingetroffen, eintrifft, da sein, ankommen
    notarrived: nicht angekommen, nicht erhalten, nicht bekommen, nicht eingetroffen, nicht ankommt, nie angekommen, nicht geliefert, noch nicht da, nicht zugestellt, nicht eintrifft
    late: verspätet, verspätung, zu spät, verzögerung, später, verspätungen, verzögert, verspätete
    early: früher, frühzeitig, vorzeitig, früh, vorab
    urgent: schnell, sofort, dringend, eilig, umgehend, schnellstmöglich, rasch
    fly: flüge, flügen, fliege
    plane: flugzeug, maschine
    luggage: gepäck, gepäckstück, gepäckstücke, reisegepäck
    handluggage: handgepäck, handgepäckstück, kabinengepäck, bordgepäck
    suitcase: koffer
    checkin: einchecken, check-in, checkin, checke ein
    checkout: auschecken, check-out, checkout
    boardingpass: bordkarte, bordkarten
    seat: sitzplatz, sitz, sitzplätze, sitzplatzreservierung
    ticket: ticket, fahrkarte, fahrschein, tickets, fahrkarten, fahrscheine, eintrittskarte, eintrittskarten
    train: züge, zügen
    delay: verspätet sich
    compensation: entschädigung, entschädigen, ausgleichszahlung, schadenersatz, schadensersatz
    hotel: hotel, hotels
    room: zimmer, hotelzimmer
    breakfast: frühstück
    include: inklusive, inbegriffen, enthalten, im preis enthalten, im preis inbegriffen, eingeschlossen, enthält, beinhaltet, beinhalten, umfasst, mit drin
    parking: parken, parkplatz, parkplätze, parkmöglichkeit, parkmöglichkeiten, auto abstellen, stellplatz, parke
    pool: pool, schwimmbad, schwimmbecken
    pet: haustier, haustiere, tier, tiere, haustieren
    dog: hund, hunde, hunden
    cat: katze, katzen
    kid: kindern, kleinkind, kleinkinder
    baby: baby, säugling, babys
    guest: gast, gäste
    car: auto, wagen, pkw, fahrzeug, autos, fahrzeuge
    rentalcar: mietwagen, leihwagen, mietauto
    rent: mieten, miete, ausleihen, leihen, gemietet, anmieten
    driver: fahrer
    licence: führerschein, fahrerlaubnis
    id: personalausweis, ausweis, perso, lichtbildausweis, ausweisdokument
    passport: reisepass, pass
    identity: identität
    verify: bestätigen, verifizieren, nachweisen, bestätigung, verifizierung, ausweisen, legitimieren, legitimation
    doctor: arzt, ärztin, ärzte, hausarzt
    practice: praxis, sprechstunde, arztpraxis
    prescription: rezept, verschreibung
    medicine: medizin, arzneien, medikamenten
    bloodtest: bluttest, blutabnahme, blutuntersuchung
    vaccination: impfung, impfen, impfungen, geimpft
    hospital: krankenhaus, klinik
    appointment: termine, termins, terminvereinbarung
    arrange appointment: termin vereinbaren, termin ausmachen, termin machen, termin buchen, termin bekommen, einen termin, vereinbare ich einen termin, mache ich einen termin, buche ich einen termin, terminbuchung
    reschedule: verschieben, verlegen, verschiebung, verschiebe, verlege, umbuchen, umbuchung, umgebucht
    cancelappointment: termin absagen, termin stornieren, sage ich einen termin ab
    night: nächten, übernachtung, übernachtungen
    student: student, studenten, studierende, studentin, schüler
    senior: senior, senioren, rentner
    abroad: auslands, andere länder, anderes land, anderen ländern, in einem anderen land, in ein anderes land, international, außerhalb deutschlands
    foreigntransfer: geld ins ausland überweisen, überweisung ins ausland, überweisungen ins ausland
    country: land, länder, ländern
    company: unternehmen, firma, betrieb
    electricity: strom, elektrizität
    gas: gas
    meterreading: zählerstand, zählerstände, zähler ablesen, zählerablesung
    powercut: stromausfall, stromausfälle, strom ausfällt
    energy: energie
    water: wasser
    heating: heizung
    technician: techniker, monteur, handwerker
    fridge: kühlschrank
    washingmachine: waschmaschine
    sofa: sofa, couch
    bicycle: fahrrad, rad
    difference: unterschied, unterschiede, unterscheiden, unterscheidet
    recommend: empfehlen, empfehlung
    temporary: vorübergehend, zeitweise, kurzzeitig, zeitweilig, temporär
    permanent: dauerhaft, endgültig, für immer
    automatic: automatisch, von selbst, von allein, automatische
    monthly: monatlich, pro monat, im monat, jeden monat, monatliche
    annual: jährlich, pro jahr, im jahr, jedes jahr, jährliche
    online: online, im internet, übers internet, über das internet, im netz, per internet, über die website, über die webseite
    website: website, webseite, homepage, internetseite
    instore: im laden, im geschäft, in der filiale, vor ort, in einer filiale
    shopping: einkaufen
    nearest: nächste filiale, nächstgelegene, nächstgelegenen
    minimum order: mindestbestellwert, mindestbestellmenge
    minimumage: mindestalter, wie alt muss ich sein, ab welchem alter, wie alt muss man sein, altersgrenze
    weightlimit: höchstgewicht, maximalgewicht, wie schwer darf, gewichtsgrenze, gewichtslimit
    heavy: schwer, gewicht
    reject: ablehnen, abgelehnt, verweigern, verweigert, ablehnung
    accept: akzeptieren, annehmen, akzeptiert, angenommen, genehmigen, genehmigt
    report: gemeldet, meldung, anzeigen erstatten, mitteilen, bescheid sagen, bescheid geben, informieren
    name: name, namen
    quiet: ruhig, leise
    smoke: rauchen
    wheelchair: rollstuhl, rollstuhlfahrer, barrierefrei, rollstuhlgerecht
    keep: behalten, aufbewahren
    show: zeigen, vorzeigen, vorlegen
    sign: unterschreiben, unterschrift, unterzeichnen
    print: drucken, ausdrucken, ausdruck, gedruckt, ausgedruckt
    wash: waschen, gewaschen
    clean: reinigen, putzen, säubern, reinigung
    points earn: punkte sammeln, treuepunkte sammeln
    combine: kombinieren, kombinierbar, kombiniert, zusammen verwenden
    transferownership: übertragen, übertragbar, übertragung, weitergeben, überschreiben
`
