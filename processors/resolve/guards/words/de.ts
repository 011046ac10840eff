import { deFiller, deService } from './de/service.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What German questions to customer services say in more than one way. */
export const de: Vocabulary = {
  filler: `
    der, die, das, den, dem, des, ein, eine, einen, einem, einer, eines, dieser, diese, dieses, diesen, diesem, ich, du, er, sie, es, wir, ihr, man, mich, mir,
    dich, dir, uns, euch, ihnen, ihm, ihn, mein, meine, meinen, meinem, meiner, meines, dein, deine, ihre, ihren, ihrem, ihrer, unser, unsere, unseren, euer, eure, eurem, sein, seine, sich,
    selbst, bin, bist, ist, sind, seid, war, waren, wird, werden, wurde, wurden, worden, habe, hast, hat, haben, hatte, hätte, was muss ich tun, was muss ich machen, ich muss, ich brauche, ich benötige, kann, kannst, können, könnte, könnten, könnt, darf, dürfen, dürfte,
    soll, sollte, sollen, will, möchte, möchten, würde, würden, wollen, lässt, lassen, gibt, gibt es, geben, geht, gehen, mache, machen, macht, tun, tue, tut, zu, zum, zur, in, im, ins, an, am, ans, auf, aufs, bei, beim, mit,
    für, von, vom, aus, nach, über, um, per, pro, als, und, oder, aber, auch, denn, dann, doch, mal, bitte, danke, hallo, guten tag, guten morgen, hi, so, da, dort, hier, ja, wie, wie kann ich, was,
    was für, welche, welcher, welches, welchen, welchem, wo, wohin, worüber, wofür, ob, dass, möglich, möglichkeit, erlaubt, gestattet, zulässig, machbar, hilfe, helfen, helft, hilf,
    frage, fragen, sagen, sagt, wissen, weiß, erklären, erklärt, bedeutet, heißt, bedeuten, steht, passiert, geschieht, vorgehen, gehe, vor, schritt, schritte, weise, weg, art, arten, vorgang, ablauf, ding, sache, problem, probleme,
    funktioniert, funktionieren, klappt, erhältlich, verfügbar, lieferbar, anbieten, angeboten, bieten, bietet, haben sie, verfügt, verfügen, bekomme, bekommen, bekommt, erhalte, finde, finden, findet, suche, eigentlich, gerne, gern, einfach, genau, schon, noch, wieder, gerade nicht sicher, etwas, jemand, nun, also, eben, dabei,
    daran, dafür, dazu, dürfte, je, etwa, ungefähr, vielleicht, gelten, gilt, wenn, falls, sofern, dauert, dauern, dauere, gültig, fahren, fährt, fahre, wiegen, mitnehmen, mitbringen, innerhalb, binnen, stehen, nutzen, nutzbar, benutzen, verwenden, nutze, anreise möglich, keine ahnung, weiß nicht, ich weiß nicht, mehr zu, zu viel, laufe, liegt,
    ${deFiller},
    auch, während`,
  concepts: `
    refund: rückerstattung, erstattung, erstatten, geld zurück, mein geld zurück, rückzahlung, zurückerstatten
    return: zurückgeben, rückgabe, zurückschicken, retoure, retournieren, rücksendung, zurücksenden, retouren
    exchange: umtauschen, umtausch, tauschen
    cancel: stornieren, storniere, stornierung, storno, absagen
    terminate: kündigen, kündigung, kündige
    renew: verlängern, verlängerung, verlängere
    order: bestellung, bestellen, auftrag, bestelle
    buy: kaufen, kauf, kaufe, erwerben
    sell: verkaufen, verkauf
    book: buchen, buchung, buche, reservieren, reservierung
    parcel: paket, päckchen, sendung
    ship: liefern, lieferung, versand, versenden, verschicken, verschickt, versendet, versandt, liefert, geliefert, zustellung, zustellen
    send: senden, schicken, sende, schicke
    receive: empfangen, empfang, empfange
    track: verfolgen, sendungsverfolgung, nachverfolgen
    pay: bezahlen, zahlen, zahlung, bezahlung, bezahle, zahle, begleichen
    payment method: zahlungsarten, zahlungsmethoden, zahlungsmöglichkeiten, zahlungsweisen, zahlungsmittel
    cost: kosten, kostet, preis, gebühr, gebühren, was kostet, wie viel kostet, wieviel, wie viel, wie teuer ist, wie teuer, koste, kostenpunkt
    cost ship: versandkosten, lieferkosten, versandgebühr, liefergebühr
    free: kostenlos, gratis, kostenfrei, umsonst, gebührenfrei
    discount: rabatt, nachlass, ermäßigung
    coupon: gutscheincode, rabattcode
    voucher: gutschein
    invoice: rechnung
    account: konto, kundenkonto, benutzerkonto
    open: eröffnen, öffnen, eröffne
    open account: kontoeröffnung
    isopen: geöffnet, offen, auf haben
    close: schließen, auflösen, schließung
    enable: aktivieren, einschalten, anschalten, aktiviere, aktivierung, einstellen lassen
    disable: deaktivieren, ausschalten, abschalten, deaktiviere, deaktivierung
    start: beginnen, starten, anfangen, beginnt, startet, fängt an, beginn, anfang, fängt, start
    end: enden, endet, ende, aufhören
    signup: anmelden, registrieren, anmeldung, registrierung, abonnieren
    unsubscribe: abmelden, abbestellen, abmeldung
    login: einloggen, login
    logout: ausloggen
    password: passwort, kennwort
    forget: vergessen, nicht mehr weiß
    reset: zurücksetzen
    change: ändern, änderung, ändere, aktualisieren, bearbeiten, anpassen
    switch: wechseln, wechsel, umsteigen
    increase: erhöhen, erhöhung, erhöhe, anheben, heraufsetzen
    decrease: senken, reduzieren, verringern, senke, herabsetzen
    lock: sperren, sperre, sperrung, blockieren
    unlock: entsperren, entsperre, freischalten
    add: hinzufügen, füge, ergänzen
    delete: entfernen, entferne
    delete: löschen, lösche, löschung
    connect: verbinden, verbinde, koppeln, anschließen
    disconnect: trennen
    install: installieren, installation
    uninstall: deinstallieren
    transfer: überweisen, überweisung, überweise, transferieren
    foreigntransfer: auslandsüberweisung, auslandsüberweisungen
    receive foreigntransfer: empfang von auslandsüberweisungen
    send foreigntransfer: senden von auslandsüberweisungen
    instalment: raten, ratenzahlung, in raten zahlen, ratenzahlungen
    twofactor: zwei-faktor-authentifizierung, 2fa, zwei-faktor-authentisierung, zweifaktor-authentifizierung, 2-faktor-authentifizierung
    agent: mitarbeiter, mensch, menschen, berater, person sprechen, ansprechpartner, echten person
    talk: sprechen, reden
    contact: kontaktieren, erreichen, erreiche, kontakt
    service: kundenservice, kundendienst, kundensupport, kundenbetreuung, support
    report: melden, melde
    claim: schaden, schadensfall, schadenfall
    medicine: medikament, medikamente, arzneimittel, arznei
    cover: übernimmt, übernehmen, übernommen, deckt, gedeckt, abgedeckt, decken, zahlt die versicherung, abdeckt
    insurance: versicherung, police, versichert
    appointment: termin
    arrange: vereinbaren, vereinbare, ausmachen, machen lassen
    dentist appointment: zahnarzttermin
    dentist: zahnarzt
    handycontract: handyvertrag, mobilfunkvertrag
    limit: limit
    creditcard: kreditkarte
    creditcard limit: kreditkartenlimit
    minutes: minuten
    run: laufzeit, läuft, laufen, dauer
    howlong: wie lange, wie lang, wie lange dauert, wie viel zeit
    howlong ship: versandzeit, lieferzeit, versanddauer, lieferdauer, lieferzeiten
    when: wann, um wie viel uhr, zu welcher zeit
    why: warum, weshalb, wieso, aus welchem grund
    who: wer, wem, wen
    must: muss, müssen, brauche, brauchen, braucht, benötige, benötigt, benötigen, nötig, notwendig, erforderlich, pflicht, verpflichtet, zwingend
    whereis: wo ist, wo sind, wo bleibt, wo liegt
    arrive: anreisen, anreise, ankommen, ankunft
    depart: abreisen, abreise
    wlan: wlan, wifi, wi-fi
    tv: fernseher, tv
    wear: tragen
    weigh: wiegen
    abroad: ins ausland, im ausland, ausland
    kid: kind, kinder
    cheap: günstig, günstiger, billig, billiger, kostet weniger, kosten weniger, preiswerter, weniger als kosten
    cheapest: billigste, günstigste, preiswerteste, günstigstes, billigstes
    expensive: teuer, teurer
    mostexpensive: teuerste, teuerstes
    yearplan: jahrestarif, jahresabo
    monthplan: monatstarif, monatsabo
    cellphone: handy, smartphone, mobiltelefon
    phone: telefon
    branch: filiale, geschäft, laden
    documents: unterlagen, dokumente
    member: mitglied, mitglieder
    machine: automat
    error code: fehlercode
    error: fehler
    fly: fliegen, flug
    train: zug, bahn
    basicplan: basistarif
    premiumplan: premiumtarif
    airconditioning: klimaanlage
    night: nacht, nächte
    person: person, personen
  `,
  service: deService,
  quantifiers: `
    all: alle, alles, aller, allen, jede, jeder, jedes, jeden, jedem, sämtliche, ganze, gesamte
    both: beide, beiden, beides
    some: einige, manche, ein paar, mehrere
    few: wenige
    most: die meisten, meisten
    only: nur, lediglich, ausschließlich
    least: mindestens, wenigstens, minimum, mindest
    atmost: höchstens, maximal, maximum, bis
    more: mehr als, über
    less: weniger als, unter
    first: erste, ersten
    last: letzte, letzten
    part: teilweise, teil
  `,
  conditions: `
    unless: außer, es sei denn, außer wenn, sofern nicht
    before: vor, bevor, ehe
    after: nach dem, nach der, nach den, nach meiner, nach meinem, nach einem, nach einer, nach ablauf, nach erhalt, nach kauf, nach abschluss, nach eingang, nach versand, nach lieferung, nachdem, sobald, danach
    until: bis
    onlyif: nur wenn, nur falls
    evenif: auch wenn, selbst wenn
    insteadof: statt, anstatt, anstelle
  `,
  roles: `
    from: von, vom, aus, ab
    to: nach, zu, zum, zur, auf das, auf, in den, ins
    for: für, gegen
    than: als
    by: durch
    instead: statt, anstatt
  `,
  separable: {
    schalten: { ein: 'enable', an: 'enable', aus: 'disable', ab: 'disable' },
    melden: { an: 'signup', ab: 'unsubscribe' },
    fügen: { hinzu: 'add' },
    schicken: { zurück: 'return' },
    geben: { zurück: 'return' },
    fangen: { an: 'start' },
    loggen: { ein: 'login', aus: 'logout' },
  },
}
